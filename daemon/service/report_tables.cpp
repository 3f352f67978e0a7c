#include "service/report_tables.hpp"

#include "service/html.hpp"
#include "service/page_parts.hpp"
#include "service/report_figures.hpp"
#include "service/terminal.hpp"

#include <fmt/format.h>

#include <initializer_list>

namespace sasyncd {

namespace {

constexpr TextStyle kStyle{true, 80, 24};

std::string number(std::uint64_t count) {
    return grouped(count, kStyle);
}

std::string age_of(KnownSpan const& age) {
    return age ? rough(*age) : "not known";
}

/// A heading that begins with # stands above numbers.
std::string table(std::initializer_list<std::string_view> headings, std::string const& rows) {
    std::string head;
    for (auto const heading : headings) {
        bool const is_number = heading.starts_with('#');
        head += fmt::format(R"(<th scope="col"{}>{}</th>)", is_number ? R"( class="number")" : "",
                            is_number ? heading.substr(1) : heading);
    }
    return fmt::format(
        R"(<div class="scroll"><table><thead><tr>{}</tr></thead><tbody>{}</tbody></table></div>)", head,
        rows);
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

std::string cell(std::string_view style, std::string const& content) {
    return fmt::format(R"(<td class="{}">{}</td>)", style, content);
}

std::string places(Beginning<ReportedPlace> const& list, std::string_view name, std::string_view age) {
    if (list.items.empty())
        return empty("Nothing is open.");
    std::string rows;
    for (auto const& place : list.items)
        rows += "<tr>" +
                cell("name", isolated(place.name, 160) +
                                 fmt::format(R"( <span class="quiet">{}</span>)", isolated(place.account))) +
                cell("number", number(place.serious)) + cell("number", number(place.suspicious)) +
                cell("number", number(place.open)) + cell("span", age_of(place.age)) + "</tr>";
    return table({name, "#serious", "#suspicious", "#all open", age}, rows) +
           more(list.all, list.items.size());
}

std::string source_row(ReportedSource const& source) {
    bool const is_old = is_overdue(source);
    auto const age = source.age ? rough(*source.age) : std::string("never");
    auto const reason = source.reason.empty()
                            ? ""
                            : fmt::format(R"(<div class="why">{}</div>)", isolated(source.reason, 400));
    return fmt::format(R"(<tr class="{}">)", is_old ? "bad" : "good") +
           cell("name", isolated(source.name) + reason) +
           fmt::format(R"(<td><span class="chip {}">{}</span></td>)",
                       is_old || source.health == "refused" ? "bad"
                       : source.health == "ok"              ? "good"
                       : source.health == "held"            ? "warn"
                                                            : "note",
                       html(source.health)) +
           cell("span", age) + cell("span", rough(source.limit)) + cell("span", age_of(source.proven_age)) +
           cell("number", number(source.open_findings)) + cell("number", number(source.held)) + "</tr>";
}

std::string level_tag(std::string const& level) {
    bool const is_known = level == "serious" || level == "suspicious" || level == "remind";
    return fmt::format(R"(<span class="level {}">{}</span>)", is_known ? level : "other",
                       level.empty() ? "no level" : html(level, 24));
}

}  // namespace

std::string report_sources(Report const& report) {
    std::string rows;
    for (auto const& source : report.sources)
        rows += source_row(source);
    auto const body =
        rows.empty()
            ? empty("No source is on record yet.")
            : table({"source", "health", "age of data", "limit", "closings decided", "#open", "#held"}, rows);
    return section("How fresh and how certain this is",
                   "Each account and site. Age: since it was last read to its end. Held: closings that wait "
                   "until somebody "
                   "looked, because too much went at once.",
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
    std::string rows;
    for (auto const& finding : report.oldest.items)
        rows += "<tr>" + cell("span", rough(finding.age)) + cell("span", age_of(finding.scanned_age)) +
                cell("", level_tag(finding.level)) +
                cell("name", isolated(finding.image, 160) + fmt::format(R"( <span class="quiet">{}</span>)",
                                                                        isolated(finding.account))) +
                cell("name", isolated(finding.malware, 100)) + cell("", html(finding.status, 40)) + "</tr>";
    return section(
        "Open the longest",
        "On record: since sasyncd first saw it. First scan: the cloud's own date, which may reach further "
        "back.",
        rows.empty()
            ? empty("Nothing is open.")
            : table({"on record for", "first scan ago", "level", "image", "malware", "status"}, rows) +
                  more(report.oldest.all, report.oldest.items.size()));
}

std::string report_endings(Report const& report) {
    std::string rows;
    for (auto const& ending : report.endings)
        rows += "<tr>" + cell("name", html(name_of_ending(ending.kind))) +
                cell("number", number(ending.count)) + cell("span", rough(ending.median)) +
                cell("span", rough(ending.ninetieth)) + cell("number", number(ending.asked)) +
                cell("number", number(ending.walks)) + cell("number", number(ending.initial)) + "</tr>";
    return section(
        "Time to remediate, and what else ended",
        "Only what was removed counts as remediated; the rest stands apart, so that it flatters no figure.",
        rows.empty() ? empty("Nothing was closed in this period.")
                     : table({"ended", "#findings", "median", "nine in ten within", "#proof: asked",
                              "#proof: walks", "#of unknown begin"},
                             rows));
}

std::string report_closings(Report const& report) {
    std::string rows;
    for (auto const& closing : report.closings.items)
        rows +=
            "<tr>" + cell("when", iso_minute(closing.at)) +
            cell("name", isolated(closing.image, 120) +
                             fmt::format(R"( <span class="quiet">{}</span>)", isolated(closing.source))) +
            cell("name", fmt::format("<code>{}</code>", html(closing.malicious_md5, 64))) +
            cell("", closing.proof.empty() ? html(closing.reason) : html(closing.proof)) +
            cell("name", fmt::format("<code>{}</code><br><code>{}</code>", html(closing.first_request_id, 64),
                                     html(closing.closing_request_id, 64))) +
            "</tr>";
    return section(
        "Closed, and what proves it",
        "The newest closings of the period with the request ids of the two answers that lacked the file. "
        "Alibaba Cloud can look these up.",
        rows.empty() ? empty("Nothing was closed in this period.")
                     : table({"closed", "image", "MD5", "proof", "request ids"}, rows) +
                           more(report.closings.all, report.closings.items.size()));
}

std::string report_blind_spots(Report const& report) {
    std::string rows;
    for (auto const& spot : report.blind_spots.items)
        rows += "<tr>" + cell("", html(spot.kind)) +
                cell("name", isolated(spot.name, 160) +
                                 fmt::format(R"( <span class="quiet">{}</span>)", isolated(spot.account))) +
                cell("number", number(spot.open)) + cell("span", age_of(spot.age)) + "</tr>";
    return section("Blind spots",
                   "Places with open findings in which nothing was scanned for a week. Not scanned is not "
                   "clean: there may be "
                   "more than is known.",
                   rows.empty() ? empty("All places with open findings were scanned within a week.")
                                : table({"place", "name", "#open", "last scan ago"}, rows) +
                                      more(report.blind_spots.all, report.blind_spots.items.size()));
}

}  // namespace sasyncd
