#include "app/page_values.hpp"

#include "app/names.hpp"
#include "app/status_json.hpp"
#include "base/version.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace sasyncd {

namespace {

std::string progress_of(UnderWay const& under_way, std::string const& name) {
    auto const& all = under_way.under_way();
    auto const found = std::find_if(all.begin(), all.end(),
                                    [&](SourceProgress const& progress) { return progress.name == name; });
    if (found == all.end())
        return "";
    if (found->phase == SourceProgress::Phase::asking)
        return fmt::format("question {} of {}", found->asked, found->questions);
    auto const percent = percent_of(*found);
    return percent < 0 ? "…" : fmt::format("{} %", percent);
}

/// Of a database that never told anything.
std::vector<PageSource> unread(Settings const& settings) {
    std::vector<PageSource> sources;
    for (auto const& source : unknown_sources(settings, {})) {
        auto& row = sources.emplace_back(page_source(source, {}));
        row.health = "unknown";
        row.reason.clear();
    }
    return sources;
}

std::string leads_of(Wiring const& wiring) {
    auto const led = wiring.leases.accounts().size();
    auto const all = wiring.settings.accounts.size();
    return fmt::format("leads {} of {} account{}{}", led, all, all == 1 ? "" : "s",
                       led == 0 ? ": stands by" : "");
}

}  // namespace

PageSource page_source(SourceStatus const& source, std::chrono::milliseconds since) {
    PageSource row;
    row.name = source.name;
    row.health = source.health;
    row.is_configured = source.is_configured;
    row.limit = source.freshness_limit;
    row.open_findings = source.open_findings;
    row.held = source.held;
    row.last_verdict = source.last_verdict;
    row.reason = source.reason;
    if (source.age)
        row.age = *source.age + since;
    if (source.age && source.read_at && source.proven_at)
        row.proven_age = *row.age + (*source.read_at - *source.proven_at);
    bool const is_overtaken = row.age && *row.age > row.limit && (row.health == "ok" || row.health == "held");
    if (is_overtaken) {
        row.health = "stale";
        row.reason = "it grew too old since the database last told";
    }
    return row;
}

StatusPage page_values(StatusWatch const& watch, Wiring const& wiring, UnderWay const& under_way) {
    StatusPage page;
    page.made_at = wiring.clock.system_now();
    page.version = std::string(version());
    page.process = process_name();
    page.leads = leads_of(wiring);
    page.database_trouble = watch.trouble();
    page.known_for = watch.known_for();
    auto const since = page.known_for.value_or(std::chrono::milliseconds(0));
    for (auto const& source : watch.sources())
        page.sources.push_back(page_source(source, since));
    if (!page.known_for)
        page.sources = unread(wiring.settings);
    for (auto& source : page.sources)
        source.under_way = progress_of(under_way, source.name);
    for (auto const& day : watch.days())
        page.days.push_back({day.day, day.opened, day.closed});
    for (auto const& opening : watch.openings())
        page.openings.push_back({opening.age + since, opening.level, opening.image, opening.malware,
                                 opening.source, opening.is_reopened, opening.is_present});
    for (auto const& verification : watch.verifications())
        if (verification.differences > 0)
            page.differences.push_back(
                {verification.account, verification.differences, verification.age + since});
    return page;
}

}  // namespace sasyncd
