#include "sweep/fuse.hpp"

#include <gtest/gtest.h>

namespace sasyncd {
namespace {

FuseOptions const kFuse;  // half of them, and more than 20

TEST(Fuse, LetsAFewGo) {
    EXPECT_FALSE(fuse_trips(kFuse, {1'000, 0}, 500));
    EXPECT_TRUE(fuse_trips(kFuse, {1'000, 0}, 501));
}

TEST(Fuse, LetsASmallSiteEmptyItself) {
    EXPECT_FALSE(fuse_trips(kFuse, {20, 0}, 20));
    EXPECT_TRUE(fuse_trips(kFuse, {21, 0}, 21));
}

TEST(Fuse, CountsWhatIsGoneSinceADay) {
    // 1000 a day ago: 400 went, 101 more would be past the half.
    EXPECT_FALSE(fuse_trips(kFuse, {600, 400}, 100));
    EXPECT_TRUE(fuse_trips(kFuse, {600, 400}, 101));
}

TEST(Fuse, NeverTripsOverNothing) {
    EXPECT_FALSE(fuse_trips(kFuse, {0, 1'000}, 0));
}

TEST(Fuse, OfFractionOneNeverTrips) {
    FuseOptions options;
    options.fraction = 1;
    EXPECT_FALSE(fuse_trips(options, {1'000, 0}, 1'000));
}

}  // namespace
}  // namespace sasyncd
