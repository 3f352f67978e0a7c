#include "sweep/reading.hpp"

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

Reading reading(Answer all, std::optional<Answer> within = std::nullopt) {
    Reading made;
    made.all = std::move(all);
    made.within = std::move(within);
    return made;
}

TEST(Reading, TellsWhatBecameOfASuspect) {
    struct {
        char const* what;
        Reading reading;
        Fate fate;
    } const cases[] = {
        {"lacked by a snapshot", reading(answer(Worth::snapshot, {1, 2})), Fate::absent},
        {"lacked by an empty snapshot", reading(answer(Worth::snapshot, {})), Fate::absent},
        {"lacked by all pages", reading(answer(Worth::all_pages, {1, 2})), Fate::absent},
        {"lacked by a page that is not all", reading(answer(Worth::too_long, {1, 2})), Fate::undecided},
        {"lacked by no answer", reading(answer(Worth::nothing, {})), Fate::undecided},
        {"held, by a source without a filter", reading(answer(Worth::snapshot, {7})), Fate::undecided},
        {"held, and within", reading(answer(Worth::snapshot, {7}), answer(Worth::snapshot, {7})),
         Fate::undecided},
        {"held, and not within", reading(answer(Worth::snapshot, {7}), answer(Worth::snapshot, {1})),
         Fate::outside},
        {"held, and what is within is not known",
         reading(answer(Worth::snapshot, {7}), answer(Worth::nothing, {})), Fate::undecided},
    };
    for (auto const& c : cases)
        EXPECT_EQ(c.reading.fate_of(kSuspect), c.fate) << c.what;
}

TEST(Reading, TwoAgreeOnlyWhereBothSayThatItEndsAlike) {
    auto const snapshot = reading(answer(Worth::snapshot, {1}));
    auto const other = reading(answer(Worth::snapshot, {1, 2}));
    EXPECT_TRUE(agree(snapshot, other, Fate::absent, Fate::absent)) << "others may come and go";
    EXPECT_TRUE(agree(snapshot, other, Fate::outside, Fate::outside));
    EXPECT_FALSE(agree(snapshot, other, Fate::absent, Fate::outside));
    EXPECT_FALSE(agree(snapshot, other, Fate::absent, Fate::undecided));
    EXPECT_FALSE(agree(snapshot, other, Fate::absent, Fate::alive));
    EXPECT_FALSE(agree(snapshot, other, Fate::undecided, Fate::undecided)) << "that is no end";
    EXPECT_FALSE(agree(snapshot, other, Fate::alive, Fate::alive));
}

TEST(Reading, TwoOfAllPagesAgreeOnlyWhereTheyAreEqual) {
    auto const first = reading(answer(Worth::all_pages, {1, 2}, 2));
    EXPECT_TRUE(agree(first, reading(answer(Worth::all_pages, {1, 2}, 2)), Fate::absent, Fate::absent));
    EXPECT_FALSE(agree(first, reading(answer(Worth::all_pages, {1, 3}, 2)), Fate::absent, Fate::absent));
    EXPECT_FALSE(agree(first, reading(answer(Worth::all_pages, {1, 2}, 3)), Fate::absent, Fate::absent))
        << "TotalCount moved";
    EXPECT_FALSE(agree(first, reading(answer(Worth::all_pages, {1}, 2)), Fate::absent, Fate::absent));
}

}  // namespace
}  // namespace sasyncd
