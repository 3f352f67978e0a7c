#include "service/report_page.hpp"

#include "service/report_text.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

namespace sasyncd {
namespace {

using namespace std::chrono_literals;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr TextStyle kStyle{false, 100, 24};

ReportedSource source(std::string name, KnownSpan age) {
    ReportedSource source;
    source.account = "prod";
    source.name = std::move(name);
    source.health = age && *age <= 45min ? "ok" : "stale";
    source.age = age;
    source.limit = 45min;
    return source;
}

Report report_of(std::vector<ReportedSource> sources) {
    Report report;
    auto const today = std::chrono::sys_days(std::chrono::year(2026) / 11 / 29);
    report.made_at = SystemTime(today + 7h);
    report.since = today - std::chrono::days(30);
    report.sources = std::move(sources);
    report.levels = {{"serious", 12, 9, 10, 1}, {"suspicious", 3, 8, 3, 0}, {"remind", 0, 0, 0, 0}};
    report.days = {{report.since, 2, 7, 1, 4, 1, 14}, {today, 3, 0, 0, 1, 0, 15}};
    report.oldest.all = 15;
    return report;
}

TEST(ReportPage, SaysFirstWhatIsOldSourceBySource) {
    auto const page = report_of({source("prod/china", 53h), source("prod/international", 4min)});
    auto const html = report_page(page);
    auto const warning = html.find("Part of this is old: 1 of 2 sources");
    ASSERT_NE(warning, std::string::npos);
    EXPECT_LT(warning, html.find("class=\"tiles\"")) << "the warning must stand before any figure";
    EXPECT_THAT(html, HasSubstr("<bdi>prod/china</bdi></b>: last read 2 d 5 h ago, may lag 45 min"));
    EXPECT_THAT(html, Not(HasSubstr("The data is current")));
    EXPECT_THAT(report_text(page, kStyle), HasSubstr("OLD prod/china"));
}

TEST(ReportPage, SaysThatAllIsCurrentOnlyWhereItIs) {
    EXPECT_THAT(report_page(report_of({source("prod/china", 4min)})), HasSubstr("The data is current"));
    auto unread = source("prod/international", std::nullopt);
    unread.health = "new";
    EXPECT_THAT(report_page(report_of({source("prod/china", 4min), unread})),
                HasSubstr("Not all was read yet"));
}

TEST(ReportPage, DoesNotJudgeASiteThatIsNotUsed) {
    auto unused = source("prod/international", 900h);
    unused.health = "not_entitled";
    EXPECT_THAT(report_page(report_of({source("prod/china", 4min), unused})),
                HasSubstr("The data is current"));
}

TEST(ReportPage, ClaimsNoNoughtWhereNothingWasRead) {
    Report empty;
    empty.made_at = SystemTime(1h);
    auto const html = report_page(empty);
    EXPECT_THAT(html, HasSubstr("Nothing was read yet"));
    EXPECT_THAT(html, Not(HasSubstr("Nothing is open")));
    EXPECT_THAT(html, Not(HasSubstr("class=\"tiles\"")));
    EXPECT_THAT(report_text(empty, kStyle), HasSubstr("No source is on record yet"));
}

TEST(ReportPage, KeepsTheTextOfStrangersText) {
    auto report = report_of({source("prod/china", 53h)});
    std::string const hostile = "</td><script>alert(1)</script>\"'\x1b[31m\xE2\x80\xAE";
    report.sources.front().reason = hostile;
    report.images.items = {{hostile, hostile, 1, 1, 2, 3h}};
    report.repositories.items = {{hostile, hostile, 1, 1, 2, std::nullopt}};
    report.oldest.items = {{hostile, hostile, hostile, hostile, hostile, 3h, std::nullopt, true}};
    report.endings = {{hostile, 1, 1, 0, 0, 1h, 2h}};
    report.closings.items = {{report.made_at, hostile, hostile, hostile, hostile, hostile, hostile, hostile}};
    report.blind_spots.items = {{hostile, hostile, hostile, 1, std::nullopt}};
    report.levels.push_back({hostile, 1, 0, 0, 0});
    report.version = hostile;
    auto const html = report_page(report);
    EXPECT_THAT(html, HasSubstr("&lt;script&gt;alert(1)"));
    EXPECT_THAT(html, Not(HasSubstr("<script")));
    EXPECT_EQ(std::count(html.begin(), html.end(), '\x1b'), 0);
    EXPECT_THAT(html, Not(HasSubstr("\xE2\x80\xAE")));
    auto const text = report_text(report, kStyle);
    EXPECT_EQ(std::count(text.begin(), text.end(), '\x1b'), 0);
}

TEST(ReportPage, FetchesNothing) {
    auto const html = report_page(report_of({source("prod/china", 4min)}));
    for (auto const* what : {"http:", "https:", "src=", "url(", "<link", "@import", "<script"})
        EXPECT_THAT(html, Not(HasSubstr(what)));
}

TEST(ReportPage, SaysHowMuchMoreThereIs) {
    auto report = report_of({source("prod/china", 4min)});
    report.images.items = {{"app:1", "prod", 1, 0, 1, 3h}};
    report.images.all = 12346;
    EXPECT_THAT(report_page(report), HasSubstr("and 12\xE2\x80\xAF"
                                               "345 more"));
}

TEST(ReportPage, CountsOnlyWhatWasRemovedAsRemediated) {
    auto report = report_of({source("prod/china", 4min)});
    report.endings = {{"whitelisted", 90, 90, 0, 0, 1min, 2min}};
    EXPECT_THAT(report_page(report), HasSubstr("<b>–</b> <span>median time to remediate</span>"));
    EXPECT_THAT(report_text(report, kStyle), HasSubstr("nothing was removed"));
    report.endings.push_back({"removed", 4, 4, 0, 1, 76h, 400h});
    EXPECT_THAT(report_page(report), HasSubstr("<b>3 d 4 h</b> <span>median time to remediate</span>"));
    EXPECT_THAT(report_text(report, kStyle),
                HasSubstr("median 3 d 4 h, nine in ten within 16 d 16 h (4 removed)"));
}

TEST(ReportPage, ShowsNowAgainstTheBegin) {
    auto const html = report_page(report_of({source("prod/china", 4min)}));
    EXPECT_THAT(html, HasSubstr("<b>15</b> <span>open now, all levels</span>"));
    EXPECT_THAT(html, HasSubstr("▲ 3</span>"));
    EXPECT_THAT(html, HasSubstr("▼ 5</span>"));
}

TEST(ReportPage, CallsNoBeginNoughtThatIsBeforeTheRecords) {
    auto report = report_of({source("prod/china", 4min)});
    report.days.front().day += std::chrono::days(3);
    EXPECT_THAT(report_page(report), HasSubstr("not known"));
    EXPECT_THAT(report_page(report), Not(HasSubstr("▲ 3</span>")));
    EXPECT_THAT(report_text(report, kStyle), HasSubstr("not known"));
}

TEST(ReportPage, NamesTheOnlyDayOfAChartOnce) {
    auto report = report_of({source("prod/china", 4min)});
    report.days.erase(report.days.begin());
    auto const html = report_page(report);
    auto const chart = html.substr(html.find("<svg class=\"open\""));
    auto const labels = chart.substr(chart.find("<text"), chart.find("</svg>") - chart.find("<text"));
    EXPECT_EQ(labels.find("29 Nov"), labels.rfind("29 Nov")) << labels;
    EXPECT_THAT(labels, HasSubstr("29 Nov: 15"));
}

}  // namespace
}  // namespace sasyncd
