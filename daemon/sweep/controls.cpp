#include "sweep/controls.hpp"

#include <algorithm>
#include <utility>

namespace sasyncd {

namespace {

/// A row may have gone since the walk saw it; three of a kind hardly all at once.
constexpr std::size_t kRowsTried = 3;

bool has_living_row_of(Answer const& answer, ControlClass const& wanted) {
    return std::any_of(answer.rows.begin(), answer.rows.end(), [&](AnswerRow const& row) {
        return row.was_seen && wanted.includes(likeness_of(row));
    });
}

bool has_row(Answer const& answer, Key const& row_key) {
    return std::any_of(answer.rows.begin(), answer.rows.end(),
                       [&](AnswerRow const& row) { return row.row_key == row_key; });
}

}  // namespace

Task<void> Controls::ask_before(std::set<ControlClass> classes) {
    wanted_ = std::move(classes);
    for (auto const& wanted : wanted_)
        if (!proven_.contains(wanted))
            (void)co_await any_comes_back(wanted, Round::first);
}

Task<void> Controls::ask_after() {
    auto const before = std::exchange(proven_, {});
    wanted_.clear();
    for (auto const& [wanted, row] : before)
        wanted_.insert(wanted);
    for (auto const& [wanted, row] : before) {
        if (proven_.contains(wanted) || co_await comes_back(wanted, row, Round::second))
            continue;
        (void)co_await any_comes_back(wanted, Round::second);
    }
}

Task<bool> Controls::any_comes_back(ControlClass wanted, Round round) {
    auto const rows = rows_.pick(wanted, kRowsTried);
    for (auto const& row : rows) {
        if (co_await comes_back(wanted, row, round))
            co_return true;
    }
    co_return false;
}

Task<bool> Controls::comes_back(ControlClass wanted, RowOutline row, Round round) {
    for (auto const& view : views_)
        if (co_await comes_back_in(view, wanted, row, round))
            co_return true;
    co_return false;
}

/// On the first page, or, where its file has more rows than that, by a narrower question or on a later page.
Task<bool> Controls::comes_back_in(Parameters view, ControlClass wanted, RowOutline row, Round round) {
    PageQuery first(1, asking_.page_size(), view);
    auto answer = co_await ask(first, row, round);
    if (answer.worth != Answer::Worth::nothing && answer.rows.empty()) {
        // Gone since the walk saw it, or left out this once?
        answer = co_await ask(std::move(first), row, round);
        if (!answer.rows.empty())
            asking_.note_contradiction();
    }
    // Page 2 begins where page 1 ended, whether the server caps or not.
    auto const served = static_cast<std::uint32_t>(answer.rows.size());
    if (has_living_row_of(answer, wanted))
        co_return true;
    auto const narrowings = narrowings_of(row);
    for (auto const& narrowing : narrowings) {
        if (answer.worth == Answer::Worth::nothing || answer.rows.empty())
            break;
        auto narrower = view;
        narrower[narrowing.parameter] = narrowing.value;
        PageQuery query(1, asking_.page_size(), std::move(narrower));
        auto narrowed = co_await ask(std::move(query), row, round);
        if (has_living_row_of(narrowed, wanted))
            co_return true;
    }
    for (std::uint32_t page = 2; answer.worth != Answer::Worth::nothing && !answer.rows.empty(); ++page) {
        PageQuery query(page, served, view);
        answer = co_await ask(std::move(query), row, round);
        if (has_living_row_of(answer, wanted))
            co_return true;
    }
    co_return false;
}

Task<Answer> Controls::ask(PageQuery query, RowOutline const& row, Round round) {
    auto answer = co_await asking_.ask_one_page(std::move(query), row.malicious_md5, round);
    saw_dishonest_ = saw_dishonest_ || answer.is_dishonest;
    if (answer.worth == Answer::Worth::nothing)
        answer.rows.clear();
    else
        request_id_ = answer.request_id;
    // One answer may vouch for several classes.
    for (auto const& wanted : wanted_)
        if (has_living_row_of(answer, wanted))
            proven_.try_emplace(wanted, row);
    co_return answer;
}

Task<bool> Controls::narrowing_works(std::string parameter, Kind kind) {
    auto const name = std::pair(parameter, kind);
    if (auto const known = narrowings_.find(name); known != narrowings_.end())
        co_return known->second;
    Likeness any_of_kind;
    any_of_kind.kind = kind;
    auto const wanted = ControlClass::of(std::move(any_of_kind), ControlClass::Closeness::kind);
    bool works = false;
    std::size_t tried = 0;
    auto const rows = rows_.pick(wanted, SIZE_MAX);
    for (auto const& row : rows) {
        auto const all = narrowings_of(row);
        auto const same =
            std::find_if(all.begin(), all.end(), [&](auto const& n) { return n.parameter == parameter; });
        if (same == all.end())
            continue;
        works = co_await narrowed_comes_back(row, *same);
        if (works || ++tried == kRowsTried)
            break;
    }
    narrowings_[name] = works;
    co_return works;
}

Task<bool> Controls::narrowed_comes_back(RowOutline row, Narrowing narrowing) {
    for (auto filter : views_) {
        filter[narrowing.parameter] = narrowing.value;
        PageQuery query(1, asking_.page_size(), std::move(filter));
        auto answer = co_await asking_.ask_one_page(std::move(query), row.malicious_md5, Round::first);
        if (answer.worth != Answer::Worth::nothing && has_row(answer, row.row_key))
            co_return true;
    }
    co_return false;
}

}  // namespace sasyncd
