#include "app/account_sweep.hpp"

#include "app/exit_code.hpp"
#include "app/report.hpp"
#include "base/gather.hpp"
#include "sweep/enrichment.hpp"
#include "sweep/neighbour_reading.hpp"
#include "sweep/walk.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace sasyncd {

namespace {

/// At most an interval of the schedule goes to what nothing depends on; in a schedule of seconds, this.
constexpr std::chrono::minutes kShortestEnrichment{1};

}  // namespace

Task<AccountOutcome> AccountSweep::run() {
    AccountOutcome outcome;
    auto sources = co_await plan();
    if (!sources.has_value()) {
        outcome.status = report_failure(wiring_.log, "account " + client_.scope().label, sources.error());
        co_return outcome;
    }
    auto const walks = co_await walk_all(std::move(*sources));
    for (auto const& walk : walks) {
        auto judged = co_await judge(walk, walks);
        if (!judged.has_value()) {
            auto const status = report_failure(wiring_.log, "source " + walk.source.name(), judged.error());
            outcome.status = exit_code::graver(outcome.status, status);
        } else if (*judged) {
            outcome.not_entitled.push_back(walk.source.name());
        } else {
            tell(walk);
            outcome.status = exit_code::graver(outcome.status, walk.status);
        }
    }
    co_return outcome;
}

/// Side by side; in a replay one after the other, so that two replays write the same in the same order.
Task<std::vector<SourceWalk>> AccountSweep::walk_all(std::vector<Source> sources) {
    std::size_t const most = wiring_.is_replay() ? 1 : sources.size();
    Gather<SourceWalk> under_way(wiring_.io.get_executor());
    std::vector<SourceWalk> walks;
    for (auto& source : sources) {
        if (under_way.pending() >= most) {
            auto walked = co_await under_way.next();
            walks.push_back(std::move(walked));
        }
        under_way.start(walk_source(std::move(source)));
    }
    while (under_way.pending() > 0) {
        auto walked = co_await under_way.next();
        walks.push_back(std::move(walked));
    }
    co_return walks;
}

/// The sources to walk now; all that the settings name are put on record.
Task<Result<std::vector<Source>>> AccountSweep::plan() {
    auto sources = sources_of(client_.scope(), leader_.account_id);
    auto const& options = wiring_.settings.sweep;
    auto const limit =
        options.freshness.limit.count() > 0 ? options.freshness.limit : 3 * options.schedule.every;
    wiring_.mark("plan " + leader_.account_id);
    auto registered = co_await wiring_.accounts.register_sources(leader_, sources, limit);
    if (!registered.has_value())
        co_return registered.error();
    if (tries_all_ || !client_.scope().sites_auto)
        co_return sources;
    auto tried = co_await wiring_.entitlements.tried_today(leader_.account_id);
    if (!tried.has_value())
        co_return tried.error();
    std::erase_if(sources, [&](Source const& source) {
        return tried->contains(source.name().substr(source.label.size() + 1));
    });
    co_return sources;
}

Task<SourceWalk> AccountSweep::walk_source(Source source) {
    auto& reader = client_.reader(source.site);
    auto& staging = wiring_.staging;
    Ledger& ledger = staging ? static_cast<Ledger&>(staging->dated_ledger) : wiring_.ledger;
    reader.set_deadline(clock().steady_now() + wiring_.settings.sweep.schedule.deadline());
    WalkParts parts{reader, ledger, wiring_.observer, clock(), wiring_.log, wiring_.settings.sweep};
    SourceWalk walked;
    walked.source = source;
    auto certificate = co_await walk(parts, std::move(source), leader_, sweep_id_, client_.scope().page_size);
    if (certificate.has_value()) {
        walked.status = exit_code::of(*certificate);
        walked.certificate = std::move(*certificate);
        co_await enrich_source(walked);
    } else {
        walked.status = report_failure(wiring_.log, "source " + walked.source.name(), certificate.error());
    }
    co_return walked;
}

Clock& AccountSweep::clock() const {
    return wiring_.is_replay() ? *wiring_.staging->still_clock : wiring_.clock;
}

Task<void> AccountSweep::enrich_source(SourceWalk const& walked) {
    auto const& certificate = *walked.certificate;
    bool const answers = certificate.verdict != Verdict::refused && certificate.pages > 0;
    if (!answers || wiring_.settings.database.read_only)
        co_return;
    if (wiring_.settings.sweep.enrich.is_on())
        co_await read_names_of(walked);
    co_await read_neighbours_of(walked.source);
}

Task<void> AccountSweep::read_names_of(SourceWalk const& walked) {
    auto const site = walked.source.site;
    auto& staging = wiring_.staging;
    SiteLedger& ledger = staging ? static_cast<SiteLedger&>(staging->dated_sites) : wiring_.sites;
    EnrichmentParts const parts{client_.plain_reader(site),
                                client_.subscription(site),
                                client_.quota(site),
                                ledger,
                                wiring_.observer,
                                clock(),
                                wiring_.log,
                                wiring_.settings.sweep.enrich,
                                client_.scope().page_size,
                                enrichment_deadline()};
    bool const is_comparable = walked.certificate->verdict == Verdict::whole && !walked.source.is_filtered();
    co_await enrich(parts, walked.source, leader_, is_comparable);
}

/// Where none are wanted, too: what could not be read once may be on record as if it mattered still.
Task<void> AccountSweep::read_neighbours_of(Source source) {
    auto const site = source.site;
    auto& staging = wiring_.staging;
    NeighbourLedger& ledger =
        staging ? static_cast<NeighbourLedger&>(staging->dated_neighbours) : wiring_.neighbours;
    NeighbourParts const parts{client_.neighbours(site),
                               client_.quota(site),
                               client_.registry_quota(site),
                               ledger,
                               wiring_.observer,
                               clock(),
                               wiring_.log,
                               wiring_.settings.sweep.enrich,
                               client_.scope().page_size,
                               enrichment_deadline()};
    co_await read_neighbours(parts, std::move(source), leader_);
}

SteadyTime AccountSweep::enrichment_deadline() const {
    auto const& schedule = wiring_.settings.sweep.schedule;
    auto const longest = std::max<Milliseconds>(schedule.every, kShortestEnrichment);
    return clock().steady_now() + std::min(longest, schedule.deadline());
}

Task<Result<bool>> AccountSweep::judge(SourceWalk const& walk, std::vector<SourceWalk> const& walks) {
    if (!walk.is_refused())
        co_return false;
    // Wrong keys and signatures are no denial: whoever asks must have been known.
    bool is_none_of_ours = client_.scope().sites_auto && walk.certificate->stopped_by->is_denial &&
                           is_refused_alone(walk, walks);
    if (is_none_of_ours) {
        auto empty = co_await wiring_.entitlements.is_site_empty(leader_.account_id, walk.source.site);
        if (!empty.has_value())
            co_return empty.error();
        is_none_of_ours = *empty;
    }
    wiring_.mark(fmt::format("entitlement {}/{}", leader_.account_id, to_string(walk.source.site)));
    auto recorded = co_await wiring_.entitlements.record(leader_, walk.source, is_none_of_ours);
    if (!recorded.has_value())
        co_return recorded.error();
    if (is_none_of_ours)
        wiring_.log->info("event=not_entitled source={} {}; tried again once a day", walk.source.name(),
                          field("reason", walk.certificate->reason));
    co_return is_none_of_ours;
}

void AccountSweep::tell(SourceWalk const& walk) {
    if (walk.certificate && walk.certificate->verdict != Verdict::whole)
        wiring_.log->warn("event=walk_not_whole source={} verdict={} {}", walk.source.name(),
                          to_string(walk.certificate->verdict), field("reason", walk.certificate->reason));
}

}  // namespace sasyncd
