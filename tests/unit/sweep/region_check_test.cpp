#include "sweep/region_check.hpp"

#include <gtest/gtest.h>

namespace sasyncd {
namespace {

RegionCheck::Probe reports(std::int64_t rows) {
    RegionCheck::Probe probe;
    probe.reported = rows;
    return probe;
}

RegionCheck::Probe refuses(bool is_rejected) {
    RegionCheck::Probe probe;
    probe.refused = "InvalidParameter: refused";
    probe.is_rejected = is_rejected;
    return probe;
}

RegionCount known(std::int64_t confirmed, std::int64_t hidden = 0) {
    RegionCount count;
    count.confirmed = confirmed;
    count.hidden = hidden;
    return count;
}

TEST(RegionCheck, WalksWhatReportsMoreThanWasSeenAndConfirmed) {
    struct {
        std::int64_t reported, seen, confirmed, hidden;
        bool is_walked;
    } const cases[] = {
        {10, 10, 0, 0, false}, {11, 10, 0, 0, true}, {9, 10, 0, 0, false}, {12, 10, 2, 0, false},
        {13, 10, 2, 0, true},  {10, 10, 0, 3, true}, {0, 0, 0, 3, true},   {5, 10, 2, 1, true},
    };
    for (auto const& c : cases) {
        RegionCheck const check(reports(c.reported), known(c.confirmed, c.hidden), c.seen);
        EXPECT_EQ(check.is_to_be_walked(), c.is_walked)
            << "reported " << c.reported << " seen " << c.seen << " confirmed " << c.confirmed << " hidden "
            << c.hidden;
        EXPECT_TRUE(check.count().is_answered);
    }
}

TEST(RegionCheck, DoesNotWalkUnderAFilterThatIsNotHonoured) {
    auto probe = reports(50);
    probe.is_honoured = false;
    RegionCheck const check(probe, known(0, 4), 10);
    EXPECT_FALSE(check.is_to_be_walked());
    EXPECT_FALSE(check.count().is_honoured);
}

TEST(RegionCheck, TakesARejectionForAnAnswerOnlyWhereTheRegionNeverHidRows) {
    EXPECT_TRUE(RegionCheck(refuses(true), known(0), 0).count().is_answered);
    EXPECT_FALSE(RegionCheck(refuses(true), known(0, 2), 0).count().is_answered) << "it had rows of its own";
    EXPECT_FALSE(RegionCheck(refuses(false), known(0), 0).count().is_answered) << "it did not say that";
    EXPECT_FALSE(RegionCheck(refuses(false), known(0), 0).is_to_be_walked());
}

TEST(RegionCheck, ConfirmsASurplusThatAWholeWalkDidNotFind) {
    RegionCheck check(reports(15), known(0), 10);
    EXPECT_TRUE(check.count().is_apart);
    check.walked(2, 12, true);
    EXPECT_EQ(check.count().confirmed, 3);
    EXPECT_EQ(check.count().hidden, 2);
    EXPECT_TRUE(check.count().is_answered);
}

TEST(RegionCheck, RemembersWhatARegionHidThroughAWalkThatFailed) {
    RegionCheck check(reports(15), known(1, 4), 10);
    check.walked(0, 10, false);
    EXPECT_EQ(check.count().hidden, 4);
    EXPECT_EQ(check.count().confirmed, 1) << "nothing was confirmed";
    EXPECT_FALSE(check.count().is_answered);
    EXPECT_TRUE(check.count().is_apart);
}

TEST(RegionCheck, ForgetsWhatARegionHidWhereAWholeWalkFindsNothingOfTheKind) {
    RegionCheck check(reports(10), known(0, 4), 10);
    check.walked(0, 10, true);
    EXPECT_EQ(check.count().hidden, 0);
    EXPECT_EQ(check.count().confirmed, 0);
}

}  // namespace
}  // namespace sasyncd
