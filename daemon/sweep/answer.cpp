#include "sweep/answer.hpp"

#include "base/text.hpp"

#include <algorithm>

namespace sasyncd {

namespace {

bool by_key(AnswerRow const& a, AnswerRow const& b) {
    return a.row_key < b.row_key;
}

}  // namespace

bool Answer::has(Key const& row_key) const {
    AnswerRow wanted;
    wanted.row_key = row_key;
    return std::binary_search(rows.begin(), rows.end(), wanted, by_key);
}

void Answer::add(std::vector<AnswerRow> more) {
    rows.insert(rows.end(), more.begin(), more.end());
    // A key met before and again keeps what was known of it first.
    std::stable_sort(rows.begin(), rows.end(), by_key);
    auto const same = [](auto const& a, auto const& b) { return a.row_key == b.row_key; };
    rows.erase(std::unique(rows.begin(), rows.end(), same), rows.end());
}

bool has_another_md5(Page const& page, std::string_view malicious_md5) {
    auto const wanted = lower_case(malicious_md5);
    return std::any_of(page.rows.begin(), page.rows.end(),
                       [&](Row const& row) { return lower_case(row[Text::malicious_md5]) != wanted; });
}

std::string_view fault_of_answer(Page const& page, std::string_view malicious_md5) {
    if (has_another_md5(page, malicious_md5))
        return "rows of another MaliciousMd5";
    if (!page.quarantined.empty())
        return "a row that cannot be read";
    if (page.number == 1 && page.elements() == 0 && page.total_count > 0)
        return "no row, and a TotalCount above 0";
    return {};
}

std::optional<AnswerCursor::Ask> AnswerCursor::next() const {
    switch (state_) {
        case State::first:
        case State::first_again: return Ask{1, page_size_};
        case State::second:
            return Ask{2, rows_};  // begins where page 1 ended, whether the server caps or not
        case State::snapshot:
        case State::too_long: break;
    }
    return std::nullopt;
}

void AnswerCursor::answered(std::uint64_t elements, std::int64_t total_count, std::vector<Key> keys) {
    std::sort(keys.begin(), keys.end());
    if (state_ == State::first) {
        bool const is_plausible = total_count > 0 && total_count <= static_cast<std::int64_t>(elements);
        bool const is_all = is_plausible && elements < most_rows_;
        state_ = elements == 0 || is_all ? State::snapshot : State::second;
        rows_ = static_cast<std::uint32_t>(elements);
        total_count_ = total_count;
        keys_ = std::move(keys);
    } else if (state_ == State::second) {
        state_ = elements == 0 ? State::first_again : State::too_long;
    } else if (state_ == State::first_again) {
        bool const is_unchanged = total_count == total_count_ && keys == keys_;
        state_ = is_unchanged ? State::snapshot : State::too_long;
    }
}

}  // namespace sasyncd
