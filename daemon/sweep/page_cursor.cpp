#include "sweep/page_cursor.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace sasyncd {

namespace {

constexpr std::uint32_t kTriesOfAnEmptyPage = 3;
constexpr std::uint32_t kFailuresInARow = 3;
constexpr std::uint32_t kPagesWithoutNewKeys = 10;
constexpr std::uint32_t kMostPages = 100'000;

}  // namespace

PageCursor::PageCursor(std::uint32_t size, bool size_works) : size_(size), size_works_(size_works) {}

std::optional<PageCursor::Ask> PageCursor::next() {
    if (has_ended_ || is_stopped_)
        return std::nullopt;
    // Counted in calls, not in page numbers, so that nothing the server does keeps a walk asking for ever.
    if (sequence_ >= kMostPages) {
        stop(fmt::format("{} pages and no end", kMostPages));
        return std::nullopt;
    }
    if (!again_.empty()) {
        auto const ask = again_.front();
        again_.pop_front();
        return issue(ask.page, ask.tries + 1);
    }
    // Whether the size works, and whether this is the end, is told by one page at a time; nothing runs ahead of an
    // empty page before it is known what it means.
    bool const may_run_ahead =
        size_works_ && empty_.empty() && (next_page_ <= promised_pages() || is_beyond_promise_);
    if (!may_run_ahead && !outstanding_.empty())
        return std::nullopt;
    return issue(next_page_++, 1);
}

PageCursor::Ask PageCursor::issue(std::uint32_t page, std::uint32_t tries) {
    ++sequence_;
    outstanding_.insert(sequence_);
    Ask ask;
    ask.page = page;
    ask.size = size_;
    ask.tries = tries;
    ask.sequence = sequence_;
    return ask;
}

std::uint64_t PageCursor::promised_pages() const {
    auto const rows = static_cast<std::uint64_t>(std::max<std::int64_t>(promised_rows_, 0));
    return (rows + size_ - 1) / size_;
}

void PageCursor::answered(Ask const& ask, Facts const& facts) {
    outstanding_.erase(ask.sequence);
    if (is_stopped_)
        return;
    promised_rows_ = facts.total_count;
    last_request_id_ = facts.request_id;
    if (facts.rows == 0) {
        came_empty(ask, facts);
    } else {
        failures_in_a_row_ = 0;
        last_page_with_rows_ = std::max(last_page_with_rows_, ask.page);
        has_full_page_ = has_full_page_ || facts.rows >= ask.size;
        has_contradiction_ = has_contradiction_ || ask.tries > 1;
        last_rows_sequence_ = sequence_;
        bool const is_past_promise = ask.page > promised_pages();
        is_beyond_promise_ = is_beyond_promise_ || (is_past_promise && ask.page > 1);
        pages_without_new_keys_ = facts.new_keys > 0 || !is_past_promise ? 0 : pages_without_new_keys_ + 1;
        if (pages_without_new_keys_ >= kPagesWithoutNewKeys)
            return stop(fmt::format(
                "{} pages in a row past the promised end brought nothing new (request {}); the next sweep "
                "tries again, and if it stays, page_size may be too large",
                kPagesWithoutNewKeys, last_request_id_));
        learn_size(ask, facts.rows);
    }
    if (outstanding_.empty() && again_.empty())
        settle_empty_pages();
}

void PageCursor::learn_size(Ask const& ask, std::uint64_t rows) {
    if (ask.page == 1 && rows < ask.size) {
        // Either the only page, or the server caps, now or since: page 2 at this size begins where this one ended in
        // both cases.
        size_works_ = false;
        first_page_rows_ = rows;
        size_ = static_cast<std::uint32_t>(rows);
        return;
    }
    // A page brought in full; or as many rows after a short page, which is a cap of that many. Page 1 was page 1 of
    // that size already, so nothing is read again.
    size_works_ = size_works_ || rows == ask.size || (ask.page > 1 && rows == first_page_rows_);
}

void PageCursor::came_empty(Ask ask, Facts const& facts) {
    ask.answered_as = facts.request_id;
    auto const offset = static_cast<std::int64_t>(ask.page - 1) * ask.size;
    if (facts.total_count > offset) {
        ask_again_or_fail(ask, "came empty before the end that its TotalCount promises");
        came_empty_too_early_ = came_empty_too_early_ || failed_pages_.contains(ask.page);
        return;
    }
    empty_.push_back(std::move(ask));
}

/// All that was asked for has answered: which of the empty pages was the end?
void PageCursor::settle_empty_pages() {
    if (empty_.empty() || is_stopped_)
        return;
    auto const empty = std::exchange(empty_, {});
    auto const end_page = first_page_past_rows();
    bool is_the_end = false;
    for (auto const& ask : empty) {
        if (ask.page < last_page_with_rows_)
            ask_again_or_fail(ask, "came empty although later pages have rows");
        else if (ask.page == end_page && ask.sequence > last_rows_sequence_)
            is_the_end = true;
    }
    if (!again_.empty() || is_stopped_)
        return;
    // An end that was asked for too early is asked for once more, alone.
    has_ended_ = is_the_end;
    is_beyond_promise_ = false;
    next_page_ = first_page_past_rows();
}

/// Pages that failed for good may have held rows: the end is looked for behind them.
std::uint32_t PageCursor::first_page_past_rows() const {
    auto page = last_page_with_rows_ + 1;
    while (failed_pages_.contains(page))
        ++page;
    return page;
}

void PageCursor::ask_again_or_fail(Ask const& ask, char const* what) {
    if (ask.tries < kTriesOfAnEmptyPage)
        return again_.push_back(ask);
    auto const text = fmt::format("page {} {} (request {}); the next sweep tries it again", ask.page, what,
                                  ask.answered_as);
    failed_pages_.insert(ask.page);
    if (reason_.empty())
        reason_ = text;
    if (++failures_in_a_row_ >= kFailuresInARow)
        stop(text);
}

void PageCursor::failed(Ask const& ask, bool is_final, std::string reason) {
    outstanding_.erase(ask.sequence);
    failed_pages_.insert(ask.page);
    if (reason_.empty())
        reason_ = reason;
    // Without page 1 nothing is known of the rest.
    if (is_final || last_page_with_rows_ == 0 || ++failures_in_a_row_ >= kFailuresInARow) {
        was_refused_further_ = !is_final && last_page_with_rows_ > 0;
        return stop(std::move(reason));
    }
    if (outstanding_.empty() && again_.empty())
        settle_empty_pages();
}

void PageCursor::stop(std::string reason) {
    is_stopped_ = true;
    if (reason_.empty())
        reason_ = std::move(reason);
}

}  // namespace sasyncd
