#include "service/report_tables.hpp"

#include "service/html.hpp"
#include "service/page_parts.hpp"
#include "service/report_figures.hpp"
#include "service/terminal.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

namespace sasyncd {

namespace {

constexpr TextStyle kStyle{true, 80, 24};
// Those that need somebody come first.
constexpr std::size_t kMostSources = 40;

std::string number(std::uint64_t count) {
    return grouped(count, kStyle);
}

std::string age_of(KnownSpan const& age) {
    return age ? rough(*age) : "not known";
}

struct Cell {
    std::string_view style;
    std::string content;  ///< HTML
};

using Rows = std::vector<std::vector<Cell>>;

/// On a phone each cell stands below the one before, so it carries its heading.
std::string row_of(std::vector<std::string_view> const& headings, std::vector<Cell> const& cells) {
    std::string row = "<tr>";
    for (std::size_t i = 0; i < cells.size(); ++i)
        row += fmt::format(R"(<td class="{}" data-label="{}">{}</td>)", cells[i].style, headings[i],
                           cells[i].content);
    return row + "</tr>";
}

std::string table(std::vector<std::string_view> const& headings, Rows const& rows) {
    std::string head, body;
    for (std::size_t i = 0; i < headings.size(); ++i)
        head += fmt::format(R"(<th scope="col" class="{}">{}</th>)", rows.front()[i].style, headings[i]);
    for (auto const& cells : rows)
        body += row_of(headings, cells);
    return fmt::format(R"(<table class="list"><thead><tr>{}</tr></thead><tbody>{}</tbody></table>)", head,
                       body);
}

std::string section(std::string_view title, std::string_view note, std::string const& body) {
    auto const words = note.empty() ? "" : fmt::format(R"(<p class="note">{}</p>)", note);
    return fmt::format("<section><h2>{}</h2>{}{}</section>", title, words, body);
}

std::string more(std::uint64_t all, std::size_t shown) {
    return all > shown ? fmt::format(R"(<p class="more">and {} more</p>)", number(all - shown)) : "";
}

std::string empty(std::string_view words) {
    return fmt::format(R"(<p class="empty">{}</p>)", words);
}

Cell number_cell(std::uint64_t count) {
    return {"number", number(count)};
}

/// Strangers' text, with what it belongs to beside it.
Cell name_cell(std::string const& name, std::string const& owner) {
    return {"wide", isolated(name, 160) + fmt::format(R"( <span class="quiet">{}</span>)", isolated(owner))};
}

std::string places(Beginning<ReportedPlace> const& list, std::string_view name, std::string_view age) {
    if (list.items.empty())
        return empty("Nothing is open.");
    Rows rows;
    for (auto const& place : list.items)
        rows.push_back({name_cell(place.name, place.account),
                        number_cell(place.serious),
                        number_cell(place.suspicious),
                        number_cell(place.open),
                        {"span", age_of(place.age)}});
    return table({name, "serious", "suspicious", "all open", age}, rows) + more(list.all, list.items.size());
}

std::string_view tone_of(ReportedSource const& source) {
    if (is_overdue(source) || source.health == "refused")
        return "bad";
    if (source.health == "held")
        return "warn";
    return source.health == "ok" ? "good" : "note";
}

std::vector<Cell> source_row(ReportedSource const& source) {
    auto const reason = source.reason.empty()
                            ? ""
                            : fmt::format(R"(<div class="why">{}</div>)", isolated(source.reason, 400));
    auto const chip = fmt::format(R"(<span class="chip {}">{}</span>)", tone_of(source), html(source.health));
    return {{"wide", "<b>" + isolated(source.name) + "</b>" + reason},
            {"span", chip},
            {"span", source.age ? rough(*source.age) : std::string("never read")},
            {"span", rough(source.limit)},
            {"span", source.proven_age ? rough(*source.proven_age) + " ago" : std::string("never")},
            number_cell(source.open_findings),
            number_cell(source.held)};
}

std::string level_tag(std::string const& level) {
    bool const is_known = level == "serious" || level == "suspicious" || level == "remind";
    return fmt::format(R"(<span class="level {}">{}</span>)", is_known ? level : "other",
                       level.empty() ? "no level" : html(level, 24));
}

}  // namespace

std::string report_sources(Report const& report) {
    Rows rows;
    for (std::size_t i = 0; i < std::min(report.sources.size(), kMostSources); ++i)
        rows.push_back(source_row(report.sources[i]));
    auto const body =
        rows.empty()
            ? empty("No source is on record yet.")
            : table({"source", "health", "age of data", "limit", "closings decided", "open", "held"}, rows) +
                  more(report.sources.size(), rows.size());
    return section("How fresh and how certain this is",
                   "Each account and site. Age: since it was last read to its end. Held: closings that wait "
                   "until somebody looked, because too much went at once.",
                   body);
}

std::string report_places(Report const& report) {
    return R"(<div class="pair">)" +
           section("Worst repositories", "By open findings, serious ones first.",
                   places(report.repositories, "repository", "last scan ago")) +
           section("Worst images", "By open findings, serious ones first.",
                   places(report.images, "image", "open for")) +
           "</div>";
}

std::string report_oldest(Report const& report) {
    Rows rows;
    for (auto const& finding : report.oldest.items)
        rows.push_back({name_cell(finding.image, finding.account),
                        {"span", level_tag(finding.level)},
                        {"wide", isolated(finding.malware, 100)},
                        {"span", rough(finding.age)},
                        {"span", age_of(finding.scanned_age)},
                        {"span", html(finding.status, 40)}});
    auto const body =
        rows.empty()
            ? empty("Nothing is open.")
            : table({"image", "level", "malware", "on record for", "first scan ago", "status"}, rows) +
                  more(report.oldest.all, report.oldest.items.size());
    return section("Open the longest",
                   "On record: since sasyncd first saw it. First scan: the cloud's own date, which may reach "
                   "further back.",
                   body);
}

std::string report_endings(Report const& report) {
    Rows rows;
    for (auto const& ending : report.endings)
        rows.push_back({{"wide", html(name_of_ending(ending.kind))},
                        number_cell(ending.count),
                        {"span", rough(ending.median)},
                        {"span", rough(ending.ninetieth)},
                        number_cell(ending.asked),
                        number_cell(ending.walks),
                        number_cell(ending.initial)});
    auto const body = rows.empty() ? empty("Nothing was closed in this period.")
                                   : table({"ended", "findings", "median", "nine in ten within",
                                            "proof: asked", "proof: walks", "of unknown begin"},
                                           rows);
    return section(
        "Time to remediate, and what else ended",
        "Only what was removed counts as remediated; the rest stands apart, so that it flatters no "
        "figure.",
        body);
}

std::string report_closings(Report const& report) {
    Rows rows;
    for (auto const& closing : report.closings.items)
        rows.push_back(
            {{"span", iso_minute(closing.at)},
             name_cell(closing.image, closing.source),
             {"wide", fmt::format("<code>{}</code>", html(closing.malicious_md5, 64))},
             {"span", html(closing.proof.empty() ? closing.reason : closing.proof)},
             {"wide", fmt::format("<code>{}</code> <code>{}</code>", html(closing.first_request_id, 64),
                                  html(closing.closing_request_id, 64))}});
    auto const body = rows.empty() ? empty("Nothing was closed in this period.")
                                   : table({"closed", "image", "MD5", "proof", "request ids"}, rows) +
                                         more(report.closings.all, report.closings.items.size());
    return section("Closed, and what proves it",
                   "The newest closings of the period, with the request ids of the two answers that lacked "
                   "the file. Alibaba Cloud can look these up.",
                   body);
}

std::string report_blind_spots(Report const& report) {
    Rows rows;
    for (auto const& spot : report.blind_spots.items)
        rows.push_back({name_cell(spot.name, spot.account),
                        {"span", html(spot.kind)},
                        number_cell(spot.open),
                        {"span", age_of(spot.age)}});
    auto const body = rows.empty() ? empty("All places with open findings were scanned within a week.")
                                   : table({"name", "place", "open", "last scan ago"}, rows) +
                                         more(report.blind_spots.all, report.blind_spots.items.size());
    return section("Blind spots",
                   "Places with open findings in which nothing was scanned for a week. Not scanned is not "
                   "clean: there may be more than is known.",
                   body);
}

}  // namespace sasyncd
