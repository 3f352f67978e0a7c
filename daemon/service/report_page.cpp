#include "service/report_page.hpp"

#include "service/html.hpp"
#include "service/open_chart.hpp"
#include "service/page_parts.hpp"
#include "service/report_figures.hpp"
#include "service/report_style.hpp"
#include "service/report_tables.hpp"
#include "service/svg.hpp"
#include "service/terminal.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace sasyncd {

namespace {

constexpr TextStyle kStyle{true, 80, 24};
// A longer period has a line, but no bar for each day.
constexpr std::size_t kMostBars = 92;
constexpr std::size_t kMostNamed = 12;

std::string number(std::uint64_t count) {
    return grouped(count, kStyle);
}

std::string head(Report const& report) {
    return fmt::format(R"(<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>Malicious files in images, {}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<style>{}{}</style></head>
)",
                       iso_day(std::chrono::floor<std::chrono::days>(report.made_at)), page_style(),
                       report_style());
}

std::string accounts_of(Report const& report) {
    std::set<std::string> names;
    for (auto const& source : report.sources)
        names.insert(source.account);
    std::string list;
    std::size_t shown = 0;
    for (auto const& name : names) {
        if (shown++ == kMostNamed)
            break;
        list += (list.empty() ? "" : ", ") + isolated(name);
    }
    if (names.size() > kMostNamed)
        list += fmt::format(" and {} more", names.size() - kMostNamed);
    return names.empty() ? "no account yet" : (names.size() == 1 ? "Account " : "Accounts ") + list;
}

/// Says what is old, source by source, before any figure.
std::string stale_banner(Report const& report) {
    std::string list;
    std::size_t count = 0;
    for (auto const& source : report.sources) {
        if (!is_overdue(source) || ++count > kMostNamed)
            continue;
        list += fmt::format(
            "<li><b>{}</b>: {}</li>", isolated(source.name),
            source.age ? fmt::format("last read {} ago, may lag {}", rough(*source.age), rough(source.limit))
                       : std::string("never read to its end"));
    }
    if (count > kMostNamed)
        list += fmt::format("<li>and {} more</li>", count - kMostNamed);
    return fmt::format(
        R"(<div class="banner bad"><i>!</i><div><h1>Part of this is old: {} of {} sources</h1>)"
        R"(<p>What is said of them was true then. That little is open there is no good news.</p><ul>{}</ul></div></div>)",
        count, report.sources.size(), list);
}

std::string banner(Report const& report) {
    if (report.sources.empty())
        return R"(<div class="banner note"><i>…</i><div><h1>Nothing was read yet</h1><p>There is nothing to report: )"
               R"(no account was swept so far. <code>sasyncd check</code> says whether it can be, <code>sasyncd sync</code> )"
               R"(reads it now.</p></div></div>)";
    if (std::any_of(report.sources.begin(), report.sources.end(), is_overdue))
        return stale_banner(report);
    if (std::any_of(report.sources.begin(), report.sources.end(), is_unread))
        return R"(<div class="banner warn"><i>…</i><div><h1>Not all was read yet</h1><p>Sources that are new are missing )"
               R"(from every figure below.</p></div></div>)";
    KnownSpan oldest;
    for (auto const& source : report.sources)
        if (source.age && source.health != "retired" && source.health != "not_entitled")
            oldest = std::max(oldest.value_or(*source.age), *source.age);
    return fmt::format(
        R"(<div class="banner good"><i>✓</i><div><h1>The data is current</h1><p>Every source was read to its end within its )"
        R"(limit{}.</p></div></div>)",
        oldest ? fmt::format(", the oldest {} ago", rough(*oldest)) : "");
}

std::string tile(std::string_view tone, std::string const& value, std::string const& words) {
    return fmt::format(R"(<li class="{}"><b>{}</b> <span>{}</span></li>)", tone, value, words);
}

std::string tiles(Report const& report) {
    auto const sums = sums_of(report);
    auto const serious = std::find_if(report.levels.begin(), report.levels.end(),
                                      [](auto const& level) { return level.level == "serious"; });
    auto const worst = serious == report.levels.end() ? 0 : serious->open;
    auto const* const removed = removals_of(report);
    return R"(<ul class="tiles">)" + tile(worst > 0 ? "bad" : "zero", number(worst), "serious, open now") +
           tile("plain", number(sums.open), "open now, all levels") +
           tile("plain", number(sums.opened), "new in the period") +
           tile(sums.reopened > 0 ? "warn" : "zero", number(sums.reopened), "came back") +
           tile("plain", number(removed == nullptr ? 0 : removed->count), "removed") +
           tile("plain", removed == nullptr ? "–" : rough(removed->median), "median time to remediate") +
           tile(sums.held > 0 ? "warn" : "zero", number(sums.held), "closings held") + "</ul>";
}

std::string change_of(ReportedLevel const& level, bool is_known) {
    if (!is_known)
        return "–";
    if (level.open == level.open_at_begin)
        return "±0";
    return level.open > level.open_at_begin
               ? fmt::format(R"(<span class="up">▲ {}</span>)", number(level.open - level.open_at_begin))
               : fmt::format(R"(<span class="down">▼ {}</span>)", number(level.open_at_begin - level.open));
}

std::string levels(Report const& report) {
    bool const is_known = is_begin_known(report);
    std::string rows;
    for (auto const& level : report.levels)
        rows += fmt::format(
            R"(<tr><td>{}</td><td class="number"><b>{}</b></td><td class="number">{}</td>)"
            R"(<td class="number">{}</td><td class="number">{}</td><td class="number">{}</td></tr>)",
            level.level.empty() ? "no level" : html(level.level, 24), number(level.open),
            is_known ? number(level.open_at_begin) : "not known", change_of(level, is_known),
            number(level.unhandled), number(level.whitelisted));
    return fmt::format(
        R"(<section><h2>What is open</h2><p class="note">Whitelisting and handling remove nothing: such findings are still )"
        R"(there, and are counted. At begin: of {}.</p><table class="levels"><thead><tr><th scope="col">level</th>)"
        R"(<th scope="col" class="number">now</th><th scope="col" class="number">at begin</th>)"
        R"(<th scope="col" class="number">change</th><th scope="col" class="number">unhandled</th>)"
        R"(<th scope="col" class="number">whitelisted</th></tr></thead><tbody>{}</tbody></table></section>)",
        iso_day(report.since), rows);
}

std::string trend(Report const& report) {
    auto const sums = sums_of(report);
    std::vector<DayFigures> bars;
    for (auto const& day : report.days)
        bars.push_back({day.day, day.opened + day.reopened, day.closed});
    std::string body = R"(<p class="empty">No day is on record.</p>)";
    if (!report.days.empty())
        body =
            open_chart(report.days) +
            (bars.size() <= kMostBars && sums.opened + sums.reopened + sums.closed > 0 ? days_chart(bars)
                                                                                       : "") +
            fmt::format(
                R"(<p class="legend"><span class="opened">▲ {} new, {} came back</span> <span class="closed">▼ {} )"
                R"(closed</span> <span class="quiet">besides: {} there before the first sweep, {} left our )"
                R"(view</span></p>)",
                number(sums.opened), number(sums.reopened), number(sums.closed), number(sums.initial),
                number(sums.out_of_scope));
    return "<section><h2>Trend, by UTC day</h2><p class=\"note\">Above: open at the end of each day. Below: "
           "what came and "
           "what went.</p>" +
           body + "</section>";
}

std::string glossary() {
    return R"(<section><h2>Words</h2><dl>
<dt>Finding</dt><dd>A malicious file in an image, as Alibaba Cloud Security Center tells of it.</dd>
<dt>Open</dt><dd>Security Center still shows it, whatever its status: handled and whitelisted ones are open too.</dd>
<dt>New, came back</dt><dd>Opened for the first time, or again after it was closed. What was there before the first sweep is neither.</dd>
<dt>Closed</dt><dd>Security Center, asked for just that file, answered twice without it. A row that a reading merely missed closes nothing.</dd>
<dt>Proof</dt><dd>asked: these two answers, by their request ids. walks: the site does not answer such questions, so three whole readings in a row had to lack it.</dd>
<dt>Removed</dt><dd>Closed, and neither whitelisted before nor gone on under another image: the only ending that counts as remediated.</dd>
<dt>Left our view</dt><dd>Closed because filters or sources of the settings changed. It may still be there.</dd>
<dt>Median, nine in ten</dt><dd>Half, or nine tenths, of what was removed took no longer than this from opening to closing. What was there before the first sweep took longer than is known.</dd>
<dt>Held</dt><dd>So much went at once that nothing of it is closed before somebody looked.</dd>
<dt>Old</dt><dd>A source that was not read to its end within its limit. Its figures are those of its last reading.</dd>
</dl></section>)";
}

/// Nought is a figure: nothing is told where nothing is known.
bool is_anything_known(Report const& report) {
    bool const is_read = !std::all_of(report.sources.begin(), report.sources.end(), is_unread);
    return is_read || sums_of(report).open > 0;
}

std::string figures(Report const& report) {
    if (!is_anything_known(report))
        return report.sources.empty() ? "" : report_sources(report);
    return tiles(report) + report_sources(report) + levels(report) + trend(report) + report_places(report) +
           report_oldest(report) + report_endings(report) + report_closings(report) +
           report_blind_spots(report);
}

}  // namespace

std::string report_page(Report const& report) {
    auto const last_day = std::chrono::floor<std::chrono::days>(report.made_at);
    auto const title = fmt::format(
        R"(<header><h1 class="title">Malicious files in images</h1><p class="top"><span>{} to {} · )"
        R"({}</span><span class="quiet">made {}</span></p>{}</header>)",
        iso_day(report.since), iso_day(last_day), accounts_of(report), iso_minute(report.made_at),
        banner(report));
    return head(report) + R"(<body class="report">)" + title + "<main>" + figures(report) + glossary() +
           fmt::format("</main><footer><p>sasyncd {}</p></footer></body></html>\n", html(report.version));
}

}  // namespace sasyncd
