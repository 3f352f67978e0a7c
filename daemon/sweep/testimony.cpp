#include "sweep/testimony.hpp"

#include <algorithm>

namespace sasyncd {

namespace {

bool are_equal(Answer const& a, Answer const& b) {
    auto const same = [](AnswerRow const& x, AnswerRow const& y) { return x.row_key == y.row_key; };
    return a.total_count == b.total_count &&
           std::equal(a.rows.begin(), a.rows.end(), b.rows.begin(), b.rows.end(), same);
}

}  // namespace

Fate Testimony::fate_of(Key const& row_key) const {
    if (!is_complete(all))
        return Fate::undecided;
    if (!all.has(row_key))
        return Fate::absent;
    if (!within || !is_complete(*within) || within->has(row_key))
        return Fate::undecided;
    return Fate::outside;
}

bool is_complete(Answer const& answer) {
    return answer.worth == Answer::Worth::snapshot || answer.worth == Answer::Worth::all_pages;
}

bool agree(Testimony const& first, Testimony const& second, Fate first_fate, Fate second_fate) {
    bool const ends = second_fate == Fate::absent || second_fate == Fate::outside;
    if (!ends || first_fate != second_fate)
        return false;
    bool const is_snapshot = first.all.worth == Answer::Worth::snapshot;
    return is_snapshot || are_equal(first.all, second.all);
}

}  // namespace sasyncd
