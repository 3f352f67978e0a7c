#include "sweep/asking.hpp"

#include "sweep/page_cursor.hpp"

#include <algorithm>

namespace sasyncd {

namespace {

constexpr char const* kMd5 = "MaliciousMd5";

std::vector<Key> keys_of(std::vector<AnswerRow> const& rows) {
    std::vector<Key> keys;
    for (auto const& row : rows)
        keys.push_back(row.row_key);
    return keys;
}

}  // namespace

bool CallBudget::take(Round round) {
    if (round == Round::second && kept_ > 0) {
        --kept_;
        return true;
    }
    std::uint32_t const calls = round == Round::first ? 2 : 1;
    if (free_ < calls)
        return false;
    free_ -= calls;
    if (round == Round::first)
        ++kept_;
    return true;
}

void CallBudget::give_back(std::uint32_t calls) {
    auto const given = std::min(calls, kept_);
    kept_ -= given;
    free_ += given;
}

std::vector<AnswerRow> Asking::rows_of(Page const& page) const {
    std::vector<AnswerRow> rows;
    for (auto const& row : page.rows) {
        AnswerRow known;
        known.row_key = context_.difference.key_of(row);
        known.kind = kind_of(row);
        known.status = row.status;
        known.level = row[Text::level];
        known.was_seen = context_.difference.has_seen(known.row_key);
        rows.push_back(std::move(known));
    }
    return rows;
}

Task<Asking::PageOfAnswer> Asking::read(PageQuery query, Round round, bool is_within_source, Answer& answer) {
    PageOfAnswer read;
    if (!budget_.take(round)) {
        answer.why = "ask.limit is reached";
        co_return read;
    }
    ++answer.calls;
    auto const md5 = query.filter.at(kMd5);
    auto page = co_await context_.parts.reader.read(std::move(query));
    if (!page.has_value()) {
        answer.why = page.error().line();
        co_return read;
    }
    answer.request_id = page->request_id;
    answer.why = fault_of_answer(*page, md5);
    answer.is_dishonest = answer.is_dishonest || has_another_md5(*page, md5);
    read.is_good = answer.why.empty();
    read.elements = page->elements();
    read.total_count = page->total_count;
    read.rows = rows_of(*page);
    if (is_within_source || !context_.source.is_filtered())
        apply_rows(context_, *page);
    co_return read;
}

Task<Answer> Asking::ask(Parameters filter, std::string malicious_md5, Round round, bool is_within_source) {
    Answer answer;
    filter[kMd5] = std::move(malicious_md5);
    AnswerCursor cursor(page_size_, most_rows_);
    while (auto const ask = cursor.next()) {
        PageQuery query(ask->page, ask->size, filter);
        auto page = co_await read(std::move(query), round, is_within_source, answer);
        if (!page.is_good)
            co_return answer;
        if (ask->page == 1)
            answer.total_count = page.total_count;
        cursor.answered(page.elements, page.total_count, keys_of(page.rows));
        answer.add(std::move(page.rows));
    }
    answer.worth = cursor.is_snapshot() ? Answer::Worth::snapshot : Answer::Worth::too_long;
    co_return answer;
}

Task<Answer> Asking::ask_all_pages(Parameters filter, std::string malicious_md5, Round round,
                                   bool is_within_source) {
    Answer answer;
    filter[kMd5] = std::move(malicious_md5);
    PageCursor cursor(page_size_, true);
    while (auto const ask = cursor.next()) {
        PageQuery query(ask->page, ask->size, filter);
        auto page = co_await read(std::move(query), round, is_within_source, answer);
        if (!page.is_good)
            co_return answer;
        PageCursor::Facts facts;
        facts.rows = page.elements;
        facts.total_count = page.total_count;
        for (auto const& row : page.rows)
            facts.new_keys += answer.has(row.row_key) ? 0U : 1U;
        answer.total_count = page.total_count;
        answer.add(std::move(page.rows));
        cursor.answered(*ask, facts);
    }
    if (cursor.is_whole())
        answer.worth = Answer::Worth::all_pages;
    else
        answer.why = cursor.reason();
    co_return answer;
}

Task<Answer> Asking::ask_one_page(PageQuery query, std::string malicious_md5, Round round) {
    Answer answer;
    query.filter[kMd5] = std::move(malicious_md5);
    auto page = co_await read(std::move(query), round, false, answer);
    answer.rows = std::move(page.rows);  // twins of one key too: either may be the one that vouches
    if (page.is_good)
        answer.worth = Answer::Worth::too_long;
    co_return answer;
}

}  // namespace sasyncd
