#include "unit/sweep/walk_bench.hpp"

#include <algorithm>

namespace sasyncd {
namespace {

/// Calls that narrow to a region and to nothing else, in the order of asking.
std::vector<ScriptedSite::Call> region_calls(ScriptedSite const& site, std::string const& region) {
    std::vector<ScriptedSite::Call> calls;
    for (auto const& call : site.calls())
        if (call.query.filter.size() == 1 && call.asked_for("RepoRegionId") == region)
            calls.push_back(call);
    return calls;
}

bool was_walked(ScriptedSite const& site, std::string const& region) {
    auto const calls = region_calls(site, region);
    return std::any_of(calls.begin(), calls.end(), [](auto const& call) { return call.query.size > 1; });
}

TEST(Regions, each_known_region_of_an_unfiltered_source_is_asked_with_a_page_of_one_row) {
    WalkBench bench;
    bench.site.add(image_row(1, 1));
    auto const certificate = bench.walk();
    for (auto const* region :
         {"cn-beijing", "cn-zhangjiakou", "cn-hangzhou", "cn-shanghai", "cn-shenzhen", "cn-hongkong",
          "ap-southeast-1", "ap-southeast-5", "us-east-1", "us-west-1", "eu-central-1", "eu-west-1"}) {
        ASSERT_EQ(region_calls(bench.site, region).size(), 1U) << region;
        EXPECT_EQ(region_calls(bench.site, region)[0].query.size, 1U) << region;
        EXPECT_TRUE(certificate.regions.contains(region)) << region;
    }
    EXPECT_EQ(certificate.regions.at("cn-hangzhou").seen, 1);
    EXPECT_EQ(certificate.regions.at("cn-hangzhou").reported, 1);
    EXPECT_EQ(certificate.verdict, Verdict::whole);
}

TEST(Regions, a_region_that_only_rows_name_is_asked_too) {
    WalkBench bench;
    bench.site.add(image_row(1, 1, 1, "eu-west-9"));
    auto const certificate = bench.walk();
    EXPECT_EQ(certificate.regions.at("eu-west-9").reported, 1);
}

TEST(Regions, a_filtered_source_asks_for_none) {
    WalkBench bench;
    bench.source.filter = {{"Levels", "serious"}};
    bench.site.add(image_row(1, 3));
    auto const certificate = bench.walk();
    EXPECT_TRUE(certificate.regions.empty());
    for (auto const& call : bench.site.calls())
        EXPECT_EQ(call.asked_for("RepoRegionId"), "");
}

TEST(Regions, a_region_that_holds_more_than_the_walk_saw_is_walked_and_its_rows_are_added) {
    WalkBench bench(5);
    bench.site.options.hidden_regions = {"us-west-1"};
    for (int image = 0; image < 12; ++image)
        bench.site.add(image_row(image, 1, 1, image < 3 ? "cn-hangzhou" : "us-west-1"));
    auto const certificate = bench.walk();
    EXPECT_EQ(bench.ledger.present().size(), 12U);
    EXPECT_EQ(certificate.keys, 12U);
    EXPECT_EQ(certificate.verdict, Verdict::whole);
    EXPECT_EQ(certificate.regions.at("us-west-1").seen, 9);
    EXPECT_EQ(certificate.regions.at("us-west-1").confirmed, 0);
    EXPECT_FALSE(was_walked(bench.site, "cn-hangzhou")) << "nothing is missing there";
}

TEST(Regions, a_hidden_region_is_walked_again_at_each_sweep_and_its_rows_are_no_suspects) {
    WalkBench bench(5);
    bench.site.options.hidden_regions = {"us-west-1"};
    for (int image = 0; image < 8; ++image)
        bench.site.add(image_row(image, 1, 1, image < 3 ? "cn-hangzhou" : "us-west-1"));
    bench.walk();
    auto const second = bench.walk();
    EXPECT_EQ(second.suspects, 0U);
    EXPECT_EQ(second.outcome.rows_written, 0U);
    EXPECT_EQ(bench.ledger.present().size(), 8U);
}

TEST(Regions, a_surplus_that_a_walk_of_the_region_did_not_find_is_confirmed_and_not_looked_for_again) {
    WalkBench bench(5);
    bench.site.options.region_surplus = {{"us-west-1", 7}};
    bench.site.add(image_row(1, 1));
    auto const first = bench.walk();
    EXPECT_EQ(first.regions.at("us-west-1").reported, 7);
    EXPECT_EQ(first.verdict, Verdict::whole) << "what a region claims is no part of the verdict";
    EXPECT_TRUE(was_walked(bench.site, "us-west-1"));
    auto const calls = region_calls(bench.site, "us-west-1").size();
    bench.walk();
    EXPECT_LE(region_calls(bench.site, "us-west-1").size() - calls, calls);
}

TEST(Regions, a_row_of_another_region_in_the_answer_means_that_the_filter_is_not_honoured) {
    WalkBench bench(5);
    bench.site.options.ignored_filters = {"RepoRegionId"};
    for (int image = 0; image < 8; ++image)
        bench.site.add(image_row(image, 1));
    auto const certificate = bench.walk();
    EXPECT_EQ(certificate.verdict, Verdict::whole);
    EXPECT_FALSE(certificate.regions.at("us-west-1").is_honoured);
    EXPECT_FALSE(was_walked(bench.site, "us-west-1"));
    EXPECT_EQ(bench.ledger.present().size(), 8U);
}

TEST(Regions, a_region_that_the_api_calls_invalid_is_recorded_and_no_part_of_the_verdict) {
    WalkBench bench;
    bench.site.options.refused_regions = {"ap-south-1"};
    bench.site.add(image_row(1, 1));
    auto const certificate = bench.walk();
    EXPECT_EQ(certificate.verdict, Verdict::whole);
    EXPECT_NE(certificate.regions.at("ap-south-1").refused, "");
    EXPECT_EQ(certificate.regions.at("cn-hangzhou").refused, "");
}

TEST(Regions, a_row_that_a_probe_brings_and_no_page_brought_is_opened) {
    WalkBench bench(5);
    bench.site.add(image_row(1, 1));
    bench.site.before_answer = [&](PageQuery const& query) {
        if (query.filter.contains("RepoRegionId") && bench.site.rows().size() == 1)
            bench.site.insert(0, image_row(2, 2));
    };
    bench.walk();
    EXPECT_EQ(bench.ledger.present().size(), 2U);
}

TEST(Regions, rows_without_a_region_come_by_themselves) {
    WalkBench bench;
    bench.site.add(container_row(1, 1));
    bench.site.add(target_row(1, 2));
    auto const certificate = bench.walk();
    EXPECT_EQ(bench.ledger.present().size(), 2U);
    EXPECT_FALSE(certificate.regions.contains(""));
}

TEST(Regions, a_site_that_refuses_is_not_asked_region_by_region) {
    WalkBench bench;
    bench.site.fail = [](PageQuery const&, std::uint64_t) {
        return Error(ErrorKind::unauthorised, "NoPermission");
    };
    EXPECT_EQ(bench.walk().verdict, Verdict::refused);
    EXPECT_EQ(bench.site.calls().size(), 1U);
}

}  // namespace
}  // namespace sasyncd
