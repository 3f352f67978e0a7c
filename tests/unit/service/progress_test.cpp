#include "service/progress_bar.hpp"
#include "service/progress_lines.hpp"
#include "unit/service/facts.hpp"

#include <gtest/gtest.h>

namespace sasyncd {
namespace {

using namespace std::chrono_literals;

TextStyle style(std::size_t width, bool is_utf8 = false) {
    return {is_utf8, width, 24};
}

SourceProgress walking(std::uint64_t pages, std::uint64_t rows, std::uint64_t expected) {
    SourceProgress progress;
    progress.name = "prod/china";
    progress.pages = pages;
    progress.rows = rows;
    progress.expected = expected;
    return progress;
}

TEST(LiveLine, ShowsBarShareAndCounts) {
    EXPECT_EQ(live_line(walking(61, 1220, 2000), 10, style(80)),
              "prod/china  ###########........  61 %  1 220 / 2 000 rows  page 61");
    EXPECT_EQ(live_line(walking(61, 1220, 2000), 10, style(80, true)),
              "prod/china  ███████████░░░░░░░░  61 %  1\u202F220 / 2\u202F000 rows  page 61");
}

TEST(LiveLine, NeverClaimsToBeDoneWhileItIsNot) {
    EXPECT_EQ(percent_of(walking(20, 2000, 2000)), 99);
    EXPECT_EQ(percent_of(walking(1, 0, 2000)), 0);
    EXPECT_EQ(percent_of(walking(1, 100, 0)), -1);
    EXPECT_EQ(percent_of(walking(21, 2100, 2000)), -1);
}

TEST(LiveLine, LeavesTheShareOutWhereTheTotalIsUnknownOrPassed) {
    EXPECT_EQ(live_line(walking(1, 100, 0), 10, style(80)),
              "prod/china  ...................        100 rows  page 1");
    EXPECT_EQ(live_line(walking(21, 2100, 2000), 10, style(80)),
              "prod/china  ###################        2 100 rows  page 21");
}

TEST(LiveLine, FitsWhateverTheWidth) {
    for (std::size_t width = 1; width < 120; ++width)
        for (bool const is_utf8 : {false, true})
            EXPECT_LE(columns(live_line(walking(61, 1220, 2000), 10, style(width, is_utf8))), width - 1)
                << width;
    EXPECT_EQ(live_line(walking(61, 1220, 2000), 10, style(50)),
              "prod/china  61 %  1 220 / 2 000 rows  page 61");
    EXPECT_EQ(live_line(walking(61, 1220, 2000), 10, style(24)), "prod/china  61 %  1 ...");
}

TEST(LiveLine, ShowsQuestionsAndThrottling) {
    auto progress = walking(21, 2000, 2000);
    progress.phase = SourceProgress::Phase::asking;
    progress.asked = 3;
    progress.questions = 12;
    progress.is_throttled = true;
    EXPECT_EQ(live_line(progress, 10, style(80)),
              "prod/china  ####...............  25 %  3 / 12 questions  throttled");
}

TEST(DoneLine, SaysWhatChangedAndWhyItIsNotWhole) {
    auto progress = walking(21, 2000, 2000);
    progress.duration = 14'200ms;
    EXPECT_EQ(done_line(progress, style(80)), "prod/china  whole: 2 000 rows, nothing changed in 14.2 s");
    progress.outcome.opened = 1200;
    progress.outcome.closed = 3;
    progress.held = 7;
    EXPECT_EQ(done_line(progress, style(80)),
              "prod/china  whole: 2 000 rows, 1 200 opened, 3 closed, 7 held in 14.2 s");
    progress.verdict = Verdict::partial;
    progress.reason = "page 7 failed";
    progress.rows = 1;
    progress.outcome = {};
    progress.held = 0;
    EXPECT_EQ(done_line(progress, style(80)),
              "prod/china  partial: 1 row, nothing changed in 14.2 s; page 7 failed");
}

TEST(LiveLines, NeverOutgrowTheScreen) {
    std::vector<SourceProgress> const sources(10, walking(1, 100, 200));
    TextStyle small{false, 60, 5};
    auto const lines = live_lines(sources, small);
    ASSERT_EQ(lines.size(), 4U);
    EXPECT_EQ(lines.back(), "and 7 more");
    small.height = 24;
    EXPECT_EQ(live_lines(sources, small).size(), 10U);
}

/// A bar that draws into a string.
struct Drawn {
    StillClock clock;
    std::string text;
    ProgressBar bar{clock, [] { return style(60); }, [this](std::string_view more) { text += more; }};

    std::string take() { return std::exchange(text, {}); }
};

TEST(ProgressBar, RedrawsInPlaceAtMostTenTimesASecond) {
    Drawn drawn;
    auto const china = source_of("prod");
    drawn.bar.walk_began(china);
    EXPECT_EQ(drawn.take(), "prod/china  ...........        0 rows  page 0\n");
    drawn.clock.advance(99ms);
    drawn.bar.page_read(china, 1, 100, 400);
    EXPECT_EQ(drawn.take(), "");
    drawn.clock.advance(1ms);
    drawn.bar.page_read(china, 2, 200, 400);
    EXPECT_EQ(drawn.take(), "\x1b[1A\r\x1b[Jprod/china  #####......  50 %  200 / 400 rows  page 2\n");
    for (std::uint64_t page = 3; page < 1000; ++page) {
        drawn.clock.advance(1ms);
        drawn.bar.page_read(china, page, 200, 400);
    }
    auto const text = drawn.take();
    EXPECT_LE(std::count(text.begin(), text.end(), '\n'), 10);
}

TEST(ProgressBar, AFinishedSourceLeavesItsLineAboveTheOthers) {
    Drawn drawn;
    drawn.bar.walk_began(source_of("prod"));
    drawn.bar.walk_began(source_of("prod", Site::international));
    drawn.take();
    drawn.bar.walk_ended(source_of("prod"), whole_certificate(200), 1500ms);
    EXPECT_EQ(drawn.take(),
              "\x1b[2A\r\x1b[Jprod/china  whole: 200 rows, nothing changed in 1.5 s\n"
              "prod/international        0 rows  page 0\n");
    drawn.bar.walk_ended(source_of("prod", Site::international), whole_certificate(0), 1500ms);
    EXPECT_EQ(drawn.take(), "\x1b[1A\r\x1b[Jprod/international  whole: 0 rows, nothing changed in 1.5 s\n");
    drawn.bar.clear();
    EXPECT_EQ(drawn.take(), "");
}

TEST(ProgressBar, ClearTakesAwayWhatIsNotFinished) {
    Drawn drawn;
    drawn.bar.walk_began(source_of("prod"));
    drawn.take();
    drawn.bar.clear();
    EXPECT_EQ(drawn.take(), "\x1b[1A\r\x1b[J");
}

TEST(ProgressLines, ComeAtTheBeginningEveryTenSecondsAndAtTheEnd) {
    StillClock clock;
    std::string text;
    ProgressLines lines(clock, [&](std::string_view more) { text += more; });
    auto const china = source_of("prod");
    lines.walk_began(china);
    for (std::uint64_t page = 1; page <= 25; ++page) {
        clock.advance(1s);
        lines.page_read(china, page, page * 100, page < 20 ? 2500 : 0);
    }
    lines.questions_began(china, 4);
    clock.advance(10s);
    lines.question_answered(china, "gone", 1, 4);
    lines.walk_ended(china, whole_certificate(2500), 35s);
    EXPECT_EQ(text,
              "prod/china: walk began\n"
              "prod/china: page 10, 1000 of 2500 rows (40 %)\n"
              "prod/china: page 20, 2000 rows\n"
              "prod/china: 1 of 4 questions answered\n"
              "prod/china  whole: 2 500 rows, nothing changed in 35.0 s\n");
}

TEST(ProgressLines, ReasonsOfStrangersAreEscaped) {
    StillClock clock;
    std::string text;
    ProgressLines lines(clock, [&](std::string_view more) { text += more; });
    auto certificate = whole_certificate(0);
    certificate.verdict = Verdict::partial;
    certificate.reason = "\x1b[31mred\nline";
    lines.walk_ended(source_of("prod"), certificate, 1s);
    EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), 1);
    EXPECT_EQ(text.find('\x1b'), std::string::npos);
}

TEST(ProgressLines, ADryRunTellsWhatWouldBe) {
    StillClock clock;
    std::string text;
    ProgressLines lines(
        clock, [&](std::string_view more) { text += more; }, true);
    auto certificate = whole_certificate(100);
    certificate.outcome.opened = 12;
    certificate.outcome.closed = 3;
    certificate.held = 1;
    lines.walk_ended(source_of("prod"), certificate, 1s);
    lines.walk_ended(source_of("prod"), whole_certificate(1), 1s);
    EXPECT_EQ(text,
              "prod/china  whole: 100 rows, 12 to open, 3 to close, 1 to hold in 1.0 s\n"
              "prod/china  whole: 1 row, nothing to change in 1.0 s\n");
}

}  // namespace
}  // namespace sasyncd
