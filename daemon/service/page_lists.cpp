#include "service/html.hpp"
#include "service/page_health.hpp"
#include "service/page_parts.hpp"
#include "service/terminal.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace sasyncd {

namespace {

constexpr TextStyle kStyle{true, 80, 24};
// Of those who need nobody; the rest is folded up.
constexpr std::size_t kMostShownWell = 30;
constexpr std::size_t kMostRows = 1000;

std::string chip(HealthKind const& kind) {
    return fmt::format(R"(<span class="chip {}"><i>{}</i>{}</span>)", kind.tone, kind.sign, kind.word);
}

std::string freshness(PageSource const& source) {
    bool const is_judged = source.is_configured && source.limit.count() > 0 &&
                           source.health != "not_entitled" && source.health != "retired";
    std::string words = source.age ? rough(*source.age) + " old" : "never read whole";
    if (is_judged && source.age)
        words += fmt::format(" <span class=\"quiet\">of {}</span>", rough(source.limit));
    if (!source.under_way.empty())
        words +=
            fmt::format(" <span class=\"now\">reading now{}{}</span>", source.under_way == "…" ? "" : ", ",
                        source.under_way == "…" ? "" : html(source.under_way));
    bool const is_undecided =
        is_judged && source.age && (!source.proven_age || *source.proven_age > *source.age + source.limit);
    if (is_undecided)
        words += source.proven_age ? fmt::format("<br><span class=\"quiet\">closings undecided for {}</span>",
                                                 rough(*source.proven_age))
                                   : "<br><span class=\"quiet\">closings never decided</span>";
    return (is_judged && source.age ? freshness_bar(*source.age, source.limit) : "") + "<div>" + words +
           "</div>";
}

std::string source_row(PageSource const& source) {
    auto const& kind = kind_of(source);
    return fmt::format(
        R"(<tr class="{}"><th scope="row">{}</th><td>{}</td><td class="fresh">{}</td>)"
        R"(<td class="number" data-label="open">{}</td><td class="number" data-label="held">{}</td>)"
        R"(<td data-label="last walk">{}</td></tr>)",
        kind.tone, isolated(source.name), chip(kind), freshness(source),
        grouped(source.open_findings, kStyle),
        source.held > 0 ? "<b>" + grouped(source.held, kStyle) + "</b>" : "0",
        source.last_verdict.empty() ? "none" : html(source.last_verdict));
}

std::string table_of(std::vector<PageSource> const& sources, std::size_t from, std::size_t to) {
    std::string rows;
    for (auto i = from; i < to; ++i)
        rows += source_row(sources[i]);
    return R"(<table class="sources"><thead><tr><th scope="col">source</th><th scope="col">health</th>)"
           R"(<th scope="col">last read whole</th><th scope="col" class="number">open</th>)"
           R"(<th scope="col" class="number">held</th><th scope="col">last walk</th></tr></thead><tbody>)" +
           rows + "</tbody></table>";
}

std::string level_of(PageOpening const& opening) {
    static constexpr std::array<std::string_view, 3> kLevels = {"serious", "suspicious", "remind"};
    bool const is_known = std::find(kLevels.begin(), kLevels.end(), opening.level) != kLevels.end();
    auto const text = opening.level.empty() ? std::string("no level") : html(opening.level, 24);
    return fmt::format(R"(<span class="level {}">{}</span>)", is_known ? opening.level : "other", text);
}

std::string opening_item(PageOpening const& opening) {
    std::string aside = rough(opening.age) + " ago";
    if (opening.is_reopened)
        aside += ", again";
    if (!opening.is_present)
        aside += ", closed since";
    return fmt::format(
        R"(<li><div>{} <b>{}</b></div><div class="image">{}</div><div class="quiet">{} · {}</div></li>)",
        level_of(opening), isolated(opening.malware, 80), isolated(opening.image, 160), aside,
        isolated(opening.source));
}

}  // namespace

std::string sources_section(StatusPage const& page) {
    auto const& sources = page.sources;
    std::string body;
    if (sources.empty()) {
        body =
            "<p class=\"empty\">None is on record. <code>sasyncd check</code> says whether the accounts of "
            "the "
            "settings can be read, <code>sasyncd sync</code> reads them now.</p>";
    } else {
        auto const last = std::min(sources.size(), kMostRows);
        auto const needy = std::min(
            last, static_cast<std::size_t>(std::count_if(sources.begin(), sources.end(), needs_somebody)));
        auto const shown = last - needy <= kMostShownWell ? last : needy;
        if (shown > 0)
            body += table_of(sources, 0, shown);
        if (shown < last)
            body += fmt::format("<details><summary>{} that need nobody</summary>{}</details>", last - shown,
                                table_of(sources, shown, last));
        if (last < sources.size())
            body += fmt::format("<p class=\"quiet\">and {} more: <code>sasyncd status</code> lists them</p>",
                                sources.size() - last);
    }
    return "<section class=\"list\"><h2>Sources</h2>" + body + "</section>";
}

std::string days_section(StatusPage const& page) {
    std::uint64_t opened = 0, closed = 0;
    for (auto const& day : page.days) {
        opened += day.opened;
        closed += day.closed;
    }
    std::string body;
    if (opened + closed == 0)
        body = fmt::format("<p class=\"empty\">{}</p>",
                           page.days.empty()
                               ? "Nothing is known yet."
                               : fmt::format("Nothing opened or closed in {} days.", page.days.size()));
    else
        body = days_chart(page.days) +
               fmt::format(R"(<p class="legend"><span class="opened">▲ {} opened</span> )"
                           R"(<span class="closed">▼ {} closed</span> <span class="quiet">in {} days (UTC), )"
                           R"(first loads and what left our scope not counted</span></p>)",
                           grouped(opened, kStyle), grouped(closed, kStyle), page.days.size());
    return "<section><h2>Opened and closed by day</h2>" + body + "</section>";
}

std::string openings_section(StatusPage const& page) {
    std::string items;
    for (auto const& opening : page.openings)
        items += opening_item(opening);
    std::string body = "<ul class=\"openings\">" + items + "</ul>";
    if (items.empty())
        body = page.days.empty() ? "<p class=\"empty\">Nothing is known yet.</p>"
                                 : "<p class=\"empty\">Nothing in 30 days, first loads not counted.</p>";
    return "<section><h2>Opened lately</h2>" + body + "</section>";
}

}  // namespace sasyncd
