#include "sweep/testimony.hpp"

#include <gtest/gtest.h>

namespace sasyncd {
namespace {

using Worth = Answer::Worth;

constexpr Key kSuspect{0, 7};

Answer answer(Worth worth, std::initializer_list<std::uint64_t> keys, std::int64_t total_count = 0) {
    Answer made;
    made.worth = worth;
    made.total_count = total_count;
    std::vector<AnswerRow> rows;
    for (auto const key : keys) {
        AnswerRow row;
        row.row_key = {0, key};
        rows.push_back(row);
    }
    made.add(std::move(rows));
    return made;
}

Testimony testimony(Answer all, std::optional<Answer> within = std::nullopt) {
    Testimony made;
    made.all = std::move(all);
    made.within = std::move(within);
    return made;
}

TEST(Testimony, TellsWhatBecameOfASuspect) {
    struct {
        char const* what;
        Testimony testimony;
        Fate fate;
    } const cases[] = {
        {"lacked by a snapshot", testimony(answer(Worth::snapshot, {1, 2})), Fate::absent},
        {"lacked by an empty snapshot", testimony(answer(Worth::snapshot, {})), Fate::absent},
        {"lacked by all pages", testimony(answer(Worth::all_pages, {1, 2})), Fate::absent},
        {"lacked by a page that is not all", testimony(answer(Worth::too_long, {1, 2})), Fate::undecided},
        {"lacked by no answer", testimony(answer(Worth::nothing, {})), Fate::undecided},
        {"held, by a source without a filter", testimony(answer(Worth::snapshot, {7})), Fate::undecided},
        {"held, and within", testimony(answer(Worth::snapshot, {7}), answer(Worth::snapshot, {7})),
         Fate::undecided},
        {"held, and not within", testimony(answer(Worth::snapshot, {7}), answer(Worth::snapshot, {1})),
         Fate::outside},
        {"held, and what is within is not known",
         testimony(answer(Worth::snapshot, {7}), answer(Worth::nothing, {})), Fate::undecided},
    };
    for (auto const& c : cases)
        EXPECT_EQ(c.testimony.fate_of(kSuspect), c.fate) << c.what;
}

TEST(Testimony, TwoAgreeOnlyWhereBothSayThatItEndsAlike) {
    auto const snapshot = testimony(answer(Worth::snapshot, {1}));
    auto const other = testimony(answer(Worth::snapshot, {1, 2}));
    EXPECT_TRUE(agree(snapshot, other, Fate::absent, Fate::absent)) << "others may come and go";
    EXPECT_TRUE(agree(snapshot, other, Fate::outside, Fate::outside));
    EXPECT_FALSE(agree(snapshot, other, Fate::absent, Fate::outside));
    EXPECT_FALSE(agree(snapshot, other, Fate::absent, Fate::undecided));
    EXPECT_FALSE(agree(snapshot, other, Fate::absent, Fate::alive));
    EXPECT_FALSE(agree(snapshot, other, Fate::undecided, Fate::undecided)) << "that is no end";
    EXPECT_FALSE(agree(snapshot, other, Fate::alive, Fate::alive));
}

TEST(Testimony, TwoOfAllPagesAgreeOnlyWhereTheyAreEqual) {
    auto const first = testimony(answer(Worth::all_pages, {1, 2}, 2));
    EXPECT_TRUE(agree(first, testimony(answer(Worth::all_pages, {1, 2}, 2)), Fate::absent, Fate::absent));
    EXPECT_FALSE(agree(first, testimony(answer(Worth::all_pages, {1, 3}, 2)), Fate::absent, Fate::absent));
    EXPECT_FALSE(agree(first, testimony(answer(Worth::all_pages, {1, 2}, 3)), Fate::absent, Fate::absent))
        << "TotalCount moved";
    EXPECT_FALSE(agree(first, testimony(answer(Worth::all_pages, {1}, 2)), Fate::absent, Fate::absent));
}

}  // namespace
}  // namespace sasyncd
