#include "service/fan_out.hpp"
#include "service/source_table.hpp"
#include "service/status_line.hpp"
#include "unit/service/facts.hpp"

#include <gtest/gtest.h>

namespace sasyncd {
namespace {

using namespace std::chrono_literals;

constexpr TextStyle kAscii{false, 1000, 24};

SweepResults two_sources() {
    auto china = whole_certificate(12'345);
    china.suspects = 4;
    china.left_open = 1;
    china.outcome.opened = 1200;
    china.outcome.reopened = 2;
    china.outcome.changed = 17;
    china.outcome.rescanned = 10'000;
    china.outcome.closed = 3;
    auto international = whole_certificate(40);
    international.verdict = Verdict::partial;
    international.reason = "page 7: HTTP 500\nInternalError";
    international.held = 25;
    SweepResults results;
    results.walk_ended(source_of("prod", Site::international), international, 850ms);
    results.walk_ended(source_of("prod"), china, 185s);
    return results;
}

TEST(SourceTable, AlignsSumsUpAndGivesReasons) {
    EXPECT_EQ(source_table(two_sources().all(), kAscii),
              "source              verdict  pages    rows  opened  changed  rescanned  suspects  closed  "
              "held  left open        time\n"
              "------------------  -------  -----  ------  ------  -------  ---------  --------  ------  "
              "----  ---------  ----------\n"
              "prod/china          whole      124  12 345   1 202       17     10 000         4       3     "
              "0          1  3 min 05 s\n"
              "prod/international  partial      1      40       0        0          0         0       0    "
              "25          0      850 ms\n"
              "------------------  -------  -----  ------  ------  -------  ---------  --------  ------  "
              "----  ---------  ----------\n"
              "all                            125  12 385   1 202       17     10 000         4       3    "
              "25          1            \n"
              "\n"
              "prod/international: partial: page 7: HTTP 500\\nInternalError\n"
              "prod/international: held: 25 occurrences did not come any more, too many to be closed unseen; "
              "look at them, "
              "then run sasyncd release prod/international\n");
}

TEST(SourceTable, ADryRunSaysThatNothingWasWritten) {
    SweepResults results;
    auto certificate = whole_certificate(40);
    certificate.suspects = 25;
    certificate.held = 25;
    certificate.outcome.opened = 3;
    certificate.outcome.closed = 1;
    results.walk_ended(source_of("prod"), certificate, 1s);
    EXPECT_EQ(source_table(results.all(), {false, 80, 24}, TableKind::dry_run),
              "Dry run: nothing was written. What would open, change, rescan, close and be held is counted "
              "in rows.\n"
              "source      verdict  pages  rows  would open  suspects  would close  would hold   time\n"
              "----------  -------  -----  ----  ----------  --------  -----------  ----------  -----\n"
              "prod/china  whole        1    40           3        25            1          25  1.0 s\n"
              "\n"
              "prod/china: the fuse would hold 25 occurrences open that did not come any more\n");
}

TEST(SourceTable, ASiteThatTheAccountDoesNotUseIsNoFailure) {
    SweepResults results;
    results.walk_ended(source_of("prod"), whole_certificate(1), 1s);
    auto refused = Certificate();
    refused.verdict = Verdict::refused;
    refused.reason = "page 1: NoPermission";
    results.walk_ended(source_of("prod", Site::international), refused, 2ms);
    results.mark_not_entitled("prod/international");
    auto const text = source_table(results.all(), kAscii);
    EXPECT_NE(text.find("prod/international  not entitled "), std::string::npos) << text;
    EXPECT_NE(
        text.find("prod/international: not entitled: the account has nothing on this site, and it refuses; "
                  "page 1: NoPermission\n"),
        std::string::npos)
        << text;
    EXPECT_EQ(status_line(results.all(), SystemTime(8h)),
              "Last sweep 08:00:00 UTC: 1 of 1 source whole; 0 opened, 0 changed, 0 closed");
}

TEST(SourceTable, OneSourceNeedsNoSums) {
    SweepResults results;
    results.walk_ended(source_of("prod"), whole_certificate(1), 1s);
    auto const text = source_table(results.all(), kAscii);
    EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), 3);
    EXPECT_EQ(source_table({}, kAscii), "No source was walked.\n");
}

TEST(SourceTable, LeavesColumnsOfZerosOutWhereTheTerminalIsNarrow) {
    SweepResults results;
    auto certificate = whole_certificate(1);
    certificate.suspects = 3;
    results.walk_ended(source_of("prod"), certificate, 1s);
    EXPECT_EQ(source_table(results.all(), {false, 70, 24}),
              "source      verdict  pages  rows  opened  suspects  closed   time\n"
              "----------  -------  -----  ----  ------  --------  ------  -----\n"
              "prod/china  whole        1     1       0         3       0  1.0 s\n");
}

TEST(SweepResults, ASourceWalkedAgainReplacesItsResult) {
    auto results = two_sources();
    results.walk_ended(source_of("prod"), whole_certificate(1), 1s);
    ASSERT_EQ(results.all().size(), 2U);
    EXPECT_EQ(results.all()[0].certificate.rows, 1U);
    results.clear();
    EXPECT_TRUE(results.all().empty());
}

TEST(StatusLine, TellsTheLastSweepOnOneLine) {
    auto const ended = SystemTime(8h + 21min + 7s + 999ms);
    EXPECT_EQ(status_line(two_sources().all(), ended),
              "Last sweep 08:21:07 UTC: 1 of 2 sources whole; 1202 opened, 17 changed, 3 closed, 25 held; "
              "prod/international partial: page 7: HTTP 500\\nInternalError");
    SweepResults one;
    one.walk_ended(source_of("prod"), whole_certificate(1), 1s);
    EXPECT_EQ(status_line(one.all(), ended),
              "Last sweep 08:21:07 UTC: 1 of 1 source whole; 0 opened, 0 changed, 0 closed");
    EXPECT_EQ(status_line({}, ended), "Last sweep 08:21:07 UTC: no source was walked");
}

/// Names each fact that came.
class Recorder final : public Observer {
public:
    std::string facts;

    void request_done(Request const&) override { facts += "request_done "; }
    void walk_began(Source const&) override { facts += "walk_began "; }
    void page_read(Source const&, std::uint64_t, std::uint64_t, std::uint64_t) override {
        facts += "page_read ";
    }
    void questions_began(Source const&, std::uint64_t) override { facts += "questions_began "; }
    void question_answered(Source const&, std::string_view, std::uint64_t, std::uint64_t) override {
        facts += "question_answered ";
    }
    void published(Source const&, PartOutcome const&) override { facts += "published "; }
    void walk_ended(Source const&, Certificate const&, std::chrono::milliseconds) override {
        facts += "walk_ended ";
    }
    void throttled(Source const&) override { facts += "throttled "; }
    void database_failed(Error const&) override { facts += "database_failed "; }
    void lease_changed(std::string_view, bool) override { facts += "lease_changed "; }
};

TEST(FanOut, PassesEveryFactToEveryObserver) {
    Recorder first;
    Recorder second;
    FanOut both({&first, &second});
    auto const source = source_of("prod");
    both.request_done({"prod", Site::china, "A", "ok", 1ms});
    both.walk_began(source);
    both.page_read(source, 1, 1, 1);
    both.questions_began(source, 1);
    both.question_answered(source, "gone", 1, 1);
    both.published(source, {});
    both.walk_ended(source, {}, 1ms);
    both.throttled(source);
    both.database_failed(Error(ErrorKind::unavailable, "away"));
    both.lease_changed("prod", true);
    EXPECT_EQ(first.facts,
              "request_done walk_began page_read questions_began question_answered published walk_ended "
              "throttled database_failed lease_changed ");
    EXPECT_EQ(second.facts, first.facts);
}

}  // namespace
}  // namespace sasyncd
