#include "unit/sweep/walk_bench.hpp"

namespace sasyncd {
namespace {

void add_images(ScriptedSite& site, int count) {
    for (int image = 0; image < count; ++image)
        site.add(image_row(image, image % 9));
}

TEST(WalkParts, are_handed_over_as_soon_as_enough_rows_wait) {
    WalkBench bench(10);
    bench.options.walk.publish_rows = 25;
    add_images(bench.site, 100);
    bench.walk();
    ASSERT_EQ(bench.ledger.parts().size(), 4U);
    for (std::size_t i = 0; i < 4; ++i) {
        EXPECT_EQ(bench.ledger.parts()[i].number, static_cast<std::int32_t>(i) + 1);
        EXPECT_LE(bench.ledger.parts()[i].rows(), 30U);
    }
    EXPECT_EQ(bench.ledger.present().size(), 100U);
    EXPECT_TRUE(bench.ledger.irregularities().empty());
}

TEST(WalkParts, are_handed_over_in_one_where_they_are_small) {
    WalkBench bench(10);
    add_images(bench.site, 100);
    bench.walk();
    EXPECT_EQ(bench.ledger.parts().size(), 1U);
}

TEST(WalkParts, are_handed_over_when_they_are_old_enough) {
    WalkBench bench(10);
    bench.options.quota.requests_per_second = 0.1;
    add_images(bench.site, 100);
    bench.walk();
    EXPECT_GE(bench.ledger.parts().size(), 3U) << "a hundred seconds of walking, and publish_every is thirty";
}

TEST(WalkParts, wait_for_a_slow_database_one_after_the_other) {
    WalkBench bench(10);
    bench.options.walk.publish_rows = 10;
    bench.ledger.delay = [] { return 50U; };
    add_images(bench.site, 100);
    bench.walk();
    EXPECT_EQ(bench.ledger.present().size(), 100U);
    EXPECT_TRUE(bench.ledger.irregularities().empty()) << "parts in order, none lost, none twice";
}

TEST(WalkParts, that_a_lost_lease_stopped_leave_those_before_in_place_and_hand_over_none_after) {
    WalkBench bench(10);
    bench.options.walk.publish_rows = 10;
    add_images(bench.site, 100);
    bench.ledger.lose_lease_at = 5;
    auto const certificate = bench.try_walk();
    ASSERT_FALSE(certificate.has_value());
    EXPECT_EQ(certificate.error().kind, ErrorKind::lost_lease);
    EXPECT_EQ(bench.ledger.parts().size(), 2U);
    EXPECT_EQ(bench.ledger.calls().size(), 5U);
    EXPECT_LT(bench.site.calls().size(), 10U) << "stops reading soon";
}

TEST(WalkParts, of_an_interrupted_walk_are_not_handed_over_again_by_the_next) {
    WalkBench bench(10);
    bench.options.walk.publish_rows = 10;
    add_images(bench.site, 100);
    bench.ledger.lose_lease_at = 5;
    (void)bench.try_walk();
    auto const opened = bench.ledger.record().size();
    bench.leader = bench.ledger.take_lease(std::string(kAccount));
    bench.walk();
    EXPECT_EQ(bench.ledger.record().size(), 100U);
    EXPECT_GT(opened, 0U);
}

/// Sources that an operator narrowed.
TEST(FilteredWalk, asks_with_the_filter_and_opens_what_it_shows) {
    WalkBench bench(5);
    bench.source.filter = {{"Levels", "serious"}};
    add_images(bench.site, 30);
    auto const certificate = bench.walk();
    EXPECT_EQ(certificate.verdict, Verdict::whole);
    EXPECT_EQ(bench.ledger.present().size(), 10U);
    for (auto const& call : bench.site.calls())
        EXPECT_EQ(call.asked_for("Levels"), "serious");
}

TEST(FilteredWalk, of_a_region_list_walks_one_region_after_the_other) {
    WalkBench bench(5);
    bench.source.regions = {"cn-hangzhou", "us-west-1"};
    bench.source.filter = {{"RepoRegionId", "cn-hangzhou,us-west-1"}};
    for (int image = 0; image < 24; ++image)
        bench.site.add(image_row(image, 1, 1,
                                 image % 3 == 0   ? "cn-hangzhou"
                                 : image % 3 == 1 ? "us-west-1"
                                                  : "eu-west-1"));
    auto const certificate = bench.walk();
    EXPECT_EQ(certificate.verdict, Verdict::whole);
    EXPECT_EQ(bench.ledger.present().size(), 16U);
    EXPECT_EQ(certificate.total_first, 16) << "the sum over the regions";
    EXPECT_EQ(certificate.total_last, 16);
    EXPECT_EQ(certificate.total_changes, 0U);
    for (auto const& call : bench.site.calls())
        EXPECT_EQ(call.asked_for("RepoRegionId").find(','), std::string::npos) << "a list is not the API's";
}

TEST(FilteredWalk, of_a_region_list_is_partial_where_one_region_fails_and_reads_the_others) {
    WalkBench bench(5);
    bench.source.regions = {"cn-hangzhou", "mars-1", "us-west-1"};
    bench.source.filter = {{"RepoRegionId", "cn-hangzhou,mars-1,us-west-1"}};
    bench.site.options.refused_regions = {"mars-1"};
    for (int image = 0; image < 20; ++image)
        bench.site.add(image_row(image, 1, 1, image % 2 == 0 ? "cn-hangzhou" : "us-west-1"));
    auto const certificate = bench.walk();
    EXPECT_EQ(certificate.verdict, Verdict::partial);
    EXPECT_NE(certificate.reason, "");
    EXPECT_EQ(bench.ledger.present().size(), 20U);
}

TEST(FilteredWalk, makes_suspects_only_of_what_its_own_source_held) {
    WalkBench bench(5);
    bench.ask_limit = 0;
    add_images(bench.site, 30);
    bench.walk();
    bench.source.filter = {{"Levels", "serious"}};
    auto const certificate = bench.walk();
    EXPECT_EQ(certificate.suspects, 0U) << "the other rows are the unfiltered source's";
    EXPECT_EQ(bench.handed_over(1).adopted.size(), 10U) << "what it shows moves to it without an event";
    EXPECT_EQ(bench.ledger.present().size(), 30U);
}

TEST(FilteredWalk, learns_the_page_size_of_the_site_from_its_first_region) {
    WalkBench bench(20);
    bench.site.options.page_cap = 4;
    bench.source.regions = {"cn-hangzhou", "us-west-1"};
    bench.source.filter = {{"RepoRegionId", "cn-hangzhou,us-west-1"}};
    for (int image = 0; image < 40; ++image)
        bench.site.add(image_row(image, 1, 1, image < 20 ? "cn-hangzhou" : "us-west-1"));
    auto const certificate = bench.walk();
    EXPECT_EQ(certificate.verdict, Verdict::whole);
    EXPECT_EQ(bench.ledger.present().size(), 40U);
    EXPECT_EQ(certificate.page_size_asked, 20U);
    EXPECT_EQ(certificate.page_size_served, 4U);
    EXPECT_EQ(bench.ledger.source(1).memory.page_size_works, 4U);
}

}  // namespace
}  // namespace sasyncd
