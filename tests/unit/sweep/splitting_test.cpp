#include "unit/sweep/walk_bench.hpp"

#include <algorithm>

namespace sasyncd {
namespace {

/// 240 rows of which one filter reaches 60: three levels, four statuses, four regions, 30 files.
class Splitting : public ::testing::Test {
protected:
    Splitting() {
        for (int i = 0; i < 240; ++i) {
            auto row = image_row(i, i % 30, 1,
                                 i % 4 == 0   ? "cn-hangzhou"
                                 : i % 4 == 1 ? "eu-west-1"
                                              : "us-west-1");
            row.status = i / 30 % 4;
            bench.site.add(row);
        }
        bench.site.options.reach = 60;
    }
    void expect_all(Certificate const& certificate) const {
        EXPECT_EQ(certificate.verdict, Verdict::whole) << certificate.reason;
        EXPECT_EQ(certificate.reason, "");
        EXPECT_EQ(bench.ledger.present().size(), bench.site.rows().size());
        EXPECT_NE(certificate.notes, "");
        EXPECT_EQ(certificate.keys_twice, 0U) << "pieces overlap by intent";
    }
    WalkBench bench;
};

TEST_F(Splitting, ReachesWhatDeepPagesRefuse) {
    expect_all(bench.walk());
}

TEST_F(Splitting, ReachesWhatDeepPagesLeaveEmpty) {
    bench.site.options.deep_pages_are_empty = true;
    expect_all(bench.walk());
}

TEST_F(Splitting, ByMd5AndRegionWhereLevelsAndStatusAreTooDeep) {
    for (std::size_t i = 0; i < bench.site.rows().size(); ++i)
        bench.site.change(i, [](Row& row) {
            row.status = 0;
            row.set(Text::level, "serious");
        });
    expect_all(bench.walk());
}

TEST_F(Splitting, RowsOfNoLevelAreFoundByStatus) {
    for (std::size_t i = 200; i < bench.site.rows().size(); ++i)
        bench.site.change(i, [](Row& row) { row.set(Text::level, ""); });
    expect_all(bench.walk());
}

TEST_F(Splitting, IsPartialWhereFiltersAreNotHonouredAndLosesNothing) {
    bench.site.options.ignored_filters = {"Levels", "Status", "MaliciousMd5", "RepoRegionId"};
    auto const certificate = bench.walk();
    EXPECT_EQ(certificate.verdict, Verdict::partial);
    EXPECT_NE(certificate.reason, "");
    EXPECT_EQ(bench.ledger.present().size(), 60U);
    EXPECT_LT(bench.site.calls().size(), 100U) << "a parameter that is not honoured is tried once";
}

TEST_F(Splitting, AsksForNoListOfFilesWhereNamesAreOff) {
    auto const listings = [this] {
        return std::count_if(bench.site.calls().begin(), bench.site.calls().end(),
                             [](auto const& call) { return call.query.listing == Listing::malicious_files; });
    };
    bench.options.enrich.malware_names = false;
    bench.walk();
    EXPECT_EQ(listings(), 0);
    bench.options.enrich.malware_names = true;
    bench.walk();
    EXPECT_GT(listings(), 0);
}

TEST_F(Splitting, ARowThatWentClosesAndTheOthersStay) {
    bench.walk();
    auto const key = key_of(bench.site.rows()[100]);
    bench.site.remove(100);
    auto const certificate = bench.walk();
    EXPECT_EQ(certificate.closed, 1U);
    EXPECT_TRUE(bench.ledger.occurrences().at(key).gone);
    EXPECT_EQ(bench.ledger.present().size(), 239U);
}

}  // namespace
}  // namespace sasyncd
