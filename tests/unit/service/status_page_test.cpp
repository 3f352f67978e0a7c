#include "service/status_page.hpp"

#include "service/html.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace sasyncd {
namespace {

using namespace std::chrono_literals;
using ::testing::HasSubstr;
using ::testing::Not;

PageSource source(std::string name, std::string health = "ok") {
    PageSource source;
    source.name = std::move(name);
    source.health = std::move(health);
    source.limit = 45min;
    source.age = 4min;
    source.proven_age = 4min;
    source.last_verdict = "whole";
    return source;
}

StatusPage page_of(std::vector<PageSource> sources) {
    StatusPage page;
    page.made_at = SystemTime(std::chrono::sys_days(std::chrono::year(2026) / 11 / 28) + 3h);
    page.version = "1.2.3";
    page.known_for = 1s;
    page.sources = std::move(sources);
    for (int i = 29; i >= 0; --i)
        page.days.push_back(
            {std::chrono::sys_days(std::chrono::year(2026) / 11 / 28) - std::chrono::days(i), 0, 0});
    return page;
}

std::size_t count_of(std::string const& text, std::string const& part) {
    std::size_t count = 0;
    for (auto at = text.find(part); at != std::string::npos; at = text.find(part, at + 1))
        ++count;
    return count;
}

/// The tags of a page, without their brackets; a quoted attribute may hold anything.
std::vector<std::string> tags_of(std::string const& page) {
    std::vector<std::string> tags;
    for (auto at = page.find('<'); at != std::string::npos; at = page.find('<', at)) {
        bool is_quoted = false;
        auto end = at + 1;
        for (; end < page.size() && (is_quoted || page[end] != '>'); ++end)
            is_quoted = page[end] == '"' ? !is_quoted : is_quoted;
        tags.push_back(page.substr(at + 1, end - at - 1));
        at = end;
    }
    return tags;
}

/// Every element that is opened is closed, in order: what a stranger's text would break first.
std::string fault_of(std::string const& page) {
    std::vector<std::string> open;
    for (auto const& tag : tags_of(page)) {
        auto const name = tag.substr(0, tag.find_first_of(" /", 1));
        bool const is_void = name == "!DOCTYPE" || name == "meta" || name == "br" || tag.back() == '/';
        if (tag.front() != '/' && !is_void)
            open.push_back(name);
        if (tag.front() != '/')
            continue;
        if (open.empty() || "/" + open.back() != tag)
            return "<" + tag + "> closes " + (open.empty() ? "nothing" : open.back());
        open.pop_back();
    }
    return open.empty() ? "" : open.back() + " is never closed";
}

TEST(StatusPage, SaysInOneSentenceThatAllIsWell) {
    auto const page = status_page(page_of({source("a/china"), source("a/international")}));
    EXPECT_THAT(page, HasSubstr("<title>✓ All 2 sources are fresh · sasyncd</title>"));
    EXPECT_THAT(page, HasSubstr("<h1>All 2 sources are fresh</h1>"));
    EXPECT_THAT(page, Not(HasSubstr("What to do")));
    EXPECT_THAT(page, HasSubstr("made 2026-11-28 03:00:00 UTC"));
    EXPECT_THAT(page, HasSubstr("sasyncd 1.2.3"));
    EXPECT_EQ(fault_of(page), "");
}

TEST(StatusPage, TheWorstComesFirstInWordsAndWithItsRemedy) {
    auto held = source("b/china", "held");
    held.held = 212;
    auto refused = source("c/china", "refused");
    refused.reason = "the RAM user may not read";
    auto const page = status_page(page_of({source("a/china"), held, source("d/china", "stale"), refused}));
    EXPECT_THAT(page, HasSubstr("<h1>3 of 4 sources need somebody</h1>"));
    EXPECT_THAT(page, HasSubstr("1 refused, 1 stale, 1 held, 1 ok"));
    EXPECT_THAT(page, HasSubstr("the RAM user may not read"));
    EXPECT_THAT(page, HasSubstr("<code>sasyncd check</code>"));
    EXPECT_THAT(page, HasSubstr("<code>sasyncd release b/china --reason \"…\"</code>"));
    auto const table = page.substr(page.find("<table"));
    EXPECT_LT(table.find("c/china"), table.find("d/china"));
    EXPECT_LT(table.find("d/china"), table.find("b/china"));
    EXPECT_LT(table.find("b/china"), table.find("a/china"));
    EXPECT_EQ(fault_of(page), "");
}

TEST(StatusPage, WhatIsStaleAndHeldIsToldAsBoth) {
    auto both = source("a/china", "stale");
    both.held = 30;
    auto const page = status_page(page_of({both}));
    EXPECT_THAT(page, HasSubstr("<h1>1 of 1 source needs somebody</h1>"));
    EXPECT_THAT(page, HasSubstr("Not read whole in time"));
    EXPECT_THAT(page, HasSubstr("Closings are held"));
    EXPECT_THAT(page, HasSubstr("30 occurrences held"));
}

TEST(StatusPage, ASourceThatTheSettingsLeftOutSaysHowItEnds) {
    auto left = source("old/china", "stale");
    left.is_configured = false;
    left.limit = 0ms;
    auto const page = status_page(page_of({source("a/china"), left}));
    EXPECT_THAT(page, HasSubstr("<code>sasyncd retire old/china --reason \"…\"</code>"));
    EXPECT_THAT(page, HasSubstr("left behind"));
}

TEST(StatusPage, SitesThatAnAccountDoesNotUseNeedNobody) {
    auto unused = source("a/international", "not_entitled");
    unused.age.reset();
    auto const page = status_page(page_of({source("a/china"), unused}));
    EXPECT_THAT(page, HasSubstr("<h1>The one source is fresh</h1>"));
    EXPECT_THAT(page, HasSubstr("not entitled"));
}

TEST(StatusPage, AnUnknownHealthIsNotTakenForAGoodOne) {
    auto const page = status_page(page_of({source("a/china", "splendid")}));
    EXPECT_THAT(page, HasSubstr("not known"));
    EXPECT_THAT(page, Not(HasSubstr("is fresh")));
}

TEST(StatusPage, BeforeTheFirstSweepNothingLooksWell) {
    auto fresh = source("a/china", "new");
    fresh.age.reset();
    fresh.last_verdict.clear();
    auto const page = status_page(page_of({fresh}));
    EXPECT_THAT(page, HasSubstr("<h1>Not read yet</h1>"));
    EXPECT_THAT(page, HasSubstr("never read whole"));
    EXPECT_THAT(page, HasSubstr("Nothing opened or closed in 30 days."));
    EXPECT_EQ(fault_of(page), "");
    auto const none = status_page(page_of({}));
    EXPECT_THAT(none, HasSubstr("<h1>No source yet</h1>"));
    EXPECT_EQ(fault_of(none), "");
}

TEST(StatusPage, ADatabaseThatDoesNotAnswerIsTheHeadline) {
    auto values = page_of({source("a/china")});
    values.database_trouble = "connection <refused>";
    values.known_for = 17min;
    auto const page = status_page(values);
    EXPECT_THAT(page, HasSubstr("<h1>The database does not answer</h1>"));
    EXPECT_THAT(page, HasSubstr("<b>17 min ago</b>"));
    EXPECT_THAT(page, HasSubstr("connection &lt;refused&gt;"));
    EXPECT_EQ(fault_of(page), "");
    values.known_for.reset();
    EXPECT_THAT(status_page(values), HasSubstr("It has told nothing since this process started"));
}

TEST(StatusPage, TablesThatContradictEachOtherAreNamed) {
    auto values = page_of({source("a/china")});
    values.differences = {{"prod", 3, 5h}};
    auto const page = status_page(values);
    EXPECT_THAT(page, HasSubstr("<h1>Tables contradict each other</h1>"));
    EXPECT_THAT(page, HasSubstr("3 differences, found 5 h ago"));
    EXPECT_THAT(page, HasSubstr("<code>sasyncd verify</code>"));
}

TEST(StatusPage, StrangersTextStaysText) {
    std::string const evil =
        "\"><script>alert(1)</script><img src=x onerror='a'>\u202Egnp\x1B[31m\n&amp;\xFF";
    auto hostile = source(evil, "stale");
    hostile.reason = evil;
    hostile.last_verdict = evil;
    hostile.under_way = evil;
    hostile.held = 1;
    auto values = page_of({hostile});
    values.database_trouble = evil;
    values.last_sweep = evil;
    values.leads = evil;
    values.process = evil;
    values.version = evil;
    values.openings = {{1min, evil, evil, evil, evil, true, false}};
    values.differences = {{evil, 1, 1s}};
    auto const page = status_page(values);
    for (auto const* bad : {"<script", "<img", "onerror='", "\u202E", "\x1B", "\xFF"})
        EXPECT_EQ(count_of(page, bad), 0U) << bad;
    EXPECT_THAT(page, HasSubstr("&lt;script&gt;"));
    EXPECT_THAT(page, HasSubstr("\\u{202e}"));
    EXPECT_EQ(fault_of(page), "");
}

TEST(StatusPage, FetchesNothingAndRunsNothing) {
    auto values = page_of({source("a/china"), source("b/china", "held")});
    values.days.back().opened = 7;
    auto const page = status_page(values);
    for (auto const* bad : {"<script", "<link", "<img", "<iframe", "<form", "@import", "url(", "http://",
                            "https://", " style="})
        EXPECT_EQ(count_of(page, bad), 0U) << bad;
    for (auto const& tag : tags_of(page))
        EXPECT_EQ(count_of(tag, " on"), 0U) << "an event handler in <" << tag << ">";
    EXPECT_THAT(page, HasSubstr("prefers-color-scheme:dark"));
}

TEST(StatusPage, TwoHundredSourcesAreOnePage) {
    std::vector<PageSource> sources;
    for (int i = 0; i < 200; ++i)
        sources.push_back(source("account-" + std::to_string(i) + "/china", i % 50 == 3 ? "stale" : "ok"));
    auto const page = status_page(page_of(std::move(sources)));
    EXPECT_THAT(page, HasSubstr("<h1>4 of 200 sources need somebody</h1>"));
    EXPECT_THAT(page, HasSubstr("196 that need nobody"));
    EXPECT_EQ(count_of(page, "<tr class="), 200U);
    EXPECT_LT(page.size(), 200'000U);
    EXPECT_EQ(fault_of(page), "");
}

TEST(StatusPage, MoreSourcesThanAPageHoldsAreCounted) {
    auto const page = status_page(page_of(std::vector<PageSource>(5000, source("a/china", "stale"))));
    EXPECT_EQ(count_of(page, "<tr class="), 1000U);
    EXPECT_THAT(page, HasSubstr("and 4000 more: <code>sasyncd status</code>"));
    EXPECT_EQ(fault_of(page), "");
}

TEST(Svg, ABarIsAsLongAsItsAgeAndMarksTheLimit) {
    EXPECT_THAT(freshness_bar(9min, 45min), HasSubstr(R"(<rect class="fill" width="20.0")"));
    EXPECT_THAT(freshness_bar(9min, 45min), HasSubstr(R"(aria-label="9 min old of at most 45 min")"));
    EXPECT_THAT(freshness_bar(9min, 45min), Not(HasSubstr("beyond")));
    EXPECT_THAT(freshness_bar(180min, 45min), HasSubstr(R"(<rect class="beyond" x="25.0" width="75.0")"));
    EXPECT_THAT(freshness_bar(0ms, 45min), HasSubstr(R"(class="fill" width="1.0")")) << "seen even when new";
    EXPECT_THAT(freshness_bar(-5min, 0ms), HasSubstr("0 s old of at most 0 s")) << "a clock that went back";
}

TEST(Svg, DaysTellTheirFigures) {
    std::chrono::sys_days const day = std::chrono::year(2026) / 11 / 28;
    auto const chart = days_chart({{day - std::chrono::days(1), 12, 3}, {day, 0, 1'000'000'000}});
    EXPECT_THAT(chart, HasSubstr("<title>27 Nov: 12 opened, 3 closed</title>"));
    EXPECT_THAT(chart, HasSubstr("12 opened and 1000000003 closed in 2 days"));
    EXPECT_THAT(chart, HasSubstr(R"(height="2.0")")) << "what is little is seen beside what is much";
    EXPECT_THAT(days_chart({}), HasSubstr("</svg>"));
}

TEST(Svg, ADayAloneIsNoWiderThanOneOfThirty) {
    std::chrono::sys_days const day{std::chrono::year(2026) / 11 / 27};
    std::vector<DayFigures> thirty;
    for (int i = 29; i >= 0; --i)
        thirty.push_back({day - std::chrono::days(i), 1, 0});
    auto const drawing = [](std::string const& chart) { return chart.substr(0, chart.find("role=")); };
    EXPECT_EQ(drawing(days_chart({{day, 1, 0}})), drawing(days_chart(thirty)));
}

TEST(Html, EscapesWhatMarksUp) {
    EXPECT_EQ(html(R"(<a href="x">'&')"), "&lt;a href=&quot;x&quot;&gt;&#39;&amp;&#39;");
    EXPECT_EQ(isolated("\u202Ex"), "<bdi>\\u{202e}x</bdi>");
    EXPECT_EQ(html(std::string(400, '&'), 3), "&amp;&amp;&amp;…") << "cut before it is escaped";
}

TEST(Html, SpansAreRough) {
    EXPECT_EQ(rough(-1s), "0 s");
    EXPECT_EQ(rough(59'999ms), "59 s");
    EXPECT_EQ(rough(61s), "1 min");
    EXPECT_EQ(rough(3h + 20min), "3 h 20 min");
    EXPECT_EQ(rough(47h), "47 h");
    EXPECT_EQ(rough(52h), "2 d 4 h");
}

}  // namespace
}  // namespace sasyncd
