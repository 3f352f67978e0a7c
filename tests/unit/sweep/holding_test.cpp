#include "unit/sweep/walk_bench.hpp"

namespace sasyncd {
namespace {

class Holding : public ::testing::Test {
protected:
    /// `count` images with a file each, walked once.
    void fill(int count) {
        for (int i = 0; i < count; ++i)
            bench.site.add(image_row(i, i));
        bench.walk();
    }
    void lose(std::size_t count) {
        for (std::size_t i = 0; i < count; ++i)
            bench.site.remove(0);
    }

    WalkBench bench;
};

TEST_F(Holding, AMassDisappearanceIsHeldUntilReleased) {
    fill(100);
    lose(60);
    auto certificate = bench.walk();
    EXPECT_EQ(certificate.held, 60U);
    EXPECT_EQ(certificate.closed, 0U);
    EXPECT_EQ(certificate.left_open, 0U);
    bench.clock.advance(std::chrono::hours(48));
    certificate = bench.walk();
    EXPECT_EQ(certificate.held, 60U) << "it never releases itself";
    EXPECT_EQ(bench.ledger.release_held(1), 60U);
    certificate = bench.walk();
    EXPECT_EQ(certificate.closed, 60U);
    EXPECT_EQ(certificate.held, 0U);
    for (auto const& [key, occurrence] : bench.ledger.occurrences()) {
        if (occurrence.gone) {
            EXPECT_TRUE(occurrence.gone->is_waived);
            EXPECT_NE(occurrence.gone->request_id, "");
        }
    }
}

TEST_F(Holding, AHeldRowThatIsSeenAgainLeavesTheSet) {
    fill(100);
    auto const back = bench.site.rows()[0];
    lose(60);
    bench.walk();
    bench.site.add(back);
    auto const certificate = bench.walk();
    EXPECT_EQ(certificate.held, 59U);
    EXPECT_FALSE(bench.ledger.suspects().contains(key_of(back)));
}

TEST_F(Holding, AFewAreHeldWithTheManyWhileTheHoldLasts) {
    fill(100);
    lose(60);
    bench.walk();
    lose(1);
    auto const certificate = bench.walk();
    EXPECT_EQ(certificate.held, 61U);
}

TEST_F(Holding, SmallStepsWithinADayTripTheFuseTogether) {
    fill(100);
    std::uint64_t closed = 0;
    std::uint64_t held = 0;
    for (int step = 0; step < 4; ++step) {
        lose(20);
        auto const certificate = bench.walk();
        closed += certificate.closed;
        held = certificate.held;
    }
    EXPECT_EQ(closed, 40U);
    EXPECT_EQ(held, 40U);
}

TEST_F(Holding, ADayLaterSmallStepsCountAnew) {
    fill(100);
    lose(40);
    EXPECT_EQ(bench.walk().closed, 40U);
    bench.clock.advance(std::chrono::hours(25));
    lose(25);
    EXPECT_EQ(bench.walk().closed, 25U);
}

TEST_F(Holding, AnEmptySiteThatHeldMuchIsHeldAndReleaseStandsInForTheControl) {
    fill(50);
    lose(50);
    auto certificate = bench.walk();
    EXPECT_EQ(certificate.verdict, Verdict::whole);
    EXPECT_EQ(certificate.held, 50U);
    bench.ledger.release_held(1);
    certificate = bench.walk();
    EXPECT_EQ(certificate.closed, 50U);
    EXPECT_TRUE(bench.ledger.present().empty());
}

TEST_F(Holding, AnEmptySiteThatHeldLittleMustStayEmptyForTheHold) {
    fill(5);
    lose(5);
    auto certificate = bench.walk();
    EXPECT_EQ(certificate.held, 0U);
    EXPECT_EQ(certificate.left_open, 5U);
    bench.clock.advance(bench.options.fuse.hold / 2);
    EXPECT_EQ(bench.walk().closed, 0U);
    bench.clock.advance(bench.options.fuse.hold);
    EXPECT_EQ(bench.walk().closed, 5U);
}

TEST_F(Holding, AnEmptyAnswerThatIsOnlyPartialClosesNothing) {
    fill(5);
    lose(5);
    bench.walk();
    bench.clock.advance(std::chrono::hours(48));
    bench.site.options.totals = SiteOptions::Totals::constant;
    bench.site.options.constant_total = 5;
    auto const certificate = bench.walk();
    EXPECT_EQ(certificate.verdict, Verdict::partial);
    EXPECT_EQ(certificate.closed, 0U);
}

class Scope : public ::testing::Test {
protected:
    Scope() {
        bench.source.filter = {{"Status", "0"}};
        bench.site.scope = bench.source.filter;
        for (int i = 0; i < 10; ++i)
            bench.site.add(image_row(i, i));
        bench.walk();
    }
    WalkBench bench;
};

TEST_F(Scope, ARowFoundOutsideTheFilterIsOutOfScope) {
    auto const key = key_of(bench.site.rows()[0]);
    bench.site.change(0, [](Row& row) { row.status = 1; });
    bench.walk();
    auto const& occurrence = bench.ledger.occurrences().at(key);
    ASSERT_TRUE(occurrence.gone);
    EXPECT_EQ(occurrence.gone->reason, GoneReason::out_of_scope);
    EXPECT_EQ(*occurrence.row.status, 0) << "what lies outside is not stored";
}

TEST_F(Scope, ARowFoundNowhereIsAbsent) {
    auto const key = key_of(bench.site.rows()[0]);
    bench.site.remove(0);
    bench.walk();
    auto const& occurrence = bench.ledger.occurrences().at(key);
    ASSERT_TRUE(occurrence.gone);
    EXPECT_EQ(occurrence.gone->reason, GoneReason::absent);
}

TEST_F(Scope, ARowWithinTheFilterThatThePagesSkippedStaysOpen) {
    auto const key = key_of(bench.site.rows()[0]);
    bench.site.options.hides = [&](Row const& row, Parameters const& filter) {
        return !filter.contains("MaliciousMd5") && key_of(row) == key;
    };
    auto const certificate = bench.walk();
    EXPECT_FALSE(bench.ledger.occurrences().at(key).gone);
    EXPECT_EQ(certificate.left_open, 0U);
}

TEST_F(Scope, RowsOutsideTheFilterAreNeverOpened) {
    auto outside = image_row(70, 0);
    outside.status = 3;
    bench.site.add(outside);
    bench.site.remove(0);
    bench.walk();
    EXPECT_FALSE(bench.ledger.occurrences().contains(key_of(outside)));
}

}  // namespace
}  // namespace sasyncd
