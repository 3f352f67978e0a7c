#include "app/subscription_text.hpp"

#include <gtest/gtest.h>

namespace sasyncd {
namespace {

TEST(SubscriptionText, TellsWhatWasBoughtAndWhatIsLeft) {
    EXPECT_EQ(subscription_text({"enterprise", 1000, 950}, false),
              "edition enterprise, image scans 950 of 1000 left");
    EXPECT_EQ(subscription_text({"free", 0, 0}, false), "edition free, no image scans");
    EXPECT_EQ(subscription_text({"", 10, std::nullopt}, false),
              "edition unknown, 10 image scans, those left unknown");
    EXPECT_EQ(subscription_text({"ultimate", std::nullopt, std::nullopt}, false),
              "edition ultimate, image scans unknown");
    EXPECT_EQ(subscription_text({}, true), "") << "nothing is told, so nothing is said";
}

TEST(SubscriptionText, TellsNothingFoundFromNothingScanned) {
    EXPECT_TRUE(
        subscription_text({"free", 0, 0}, true).starts_with("nothing found, and no image scan bought"));
    EXPECT_TRUE(
        subscription_text({"free", 9, 9}, true).starts_with("nothing found, and nothing scanned yet"));
    EXPECT_TRUE(
        subscription_text({"free", 9, 4}, true).starts_with("nothing found by the scans that were made"));
    EXPECT_TRUE(is_nothing_scanned({"free", 0, std::nullopt}));
    EXPECT_FALSE(is_nothing_scanned({"free", std::nullopt, std::nullopt}))
        << "what is not told proves nothing";
}

}  // namespace
}  // namespace sasyncd
