#include "sweep/walk.hpp"

#include "sweep/piece.hpp"
#include "sweep/regions.hpp"

#include <fmt/format.h>

#include <unordered_set>

namespace sasyncd {

namespace {

/// The filters under which a source is read, one after the other: the operator's, once for each region of his list.
std::vector<Parameters> pieces_of(Source const& source) {
    if (source.regions.empty())
        return {source.filter};
    std::vector<Parameters> pieces;
    for (auto const& region : source.regions) {
        auto piece = source.filter;
        piece["RepoRegionId"] = region;
        pieces.push_back(std::move(piece));
    }
    return pieces;
}

/// Read all pieces; the certificate tells how it went.
Task<Status> read_all(PieceContext& context, SourceMemory& memory, std::uint32_t page_size) {
    auto& certificate = context.certificate;
    certificate.verdict = Verdict::whole;
    auto const pieces = pieces_of(context.source);
    for (auto const& filter : pieces) {
        bool const size_works = memory.page_size_works != 0 && memory.page_size_works <= page_size;
        auto outcome = co_await read_piece(context, filter, size_works ? memory.page_size_works : page_size,
                                           size_works);
        if (!outcome.has_value())
            co_return outcome.error();
        if (outcome->working_size)
            memory.page_size_works = *outcome->working_size;
        if (outcome->is_whole)
            continue;
        certificate.verdict = outcome->is_refused ? Verdict::refused : Verdict::partial;
        if (certificate.reason.empty())
            certificate.reason = outcome->reason;
        if (outcome->is_refused)
            break;
    }
    co_return Status();
}

/// Suspects are counted and remembered; only a question may close, and none is asked here.
SuspectUpdate count_suspects(std::vector<Key> const& missed, std::vector<SuspectMemory> const& before,
                             Certificate& certificate) {
    SuspectUpdate update;
    std::unordered_set<Key, KeyHash> still;
    bool const was_still =
        certificate.verdict == Verdict::whole && certificate.total_changes == 0 && certificate.keys_twice == 0;
    for (auto const& key : missed) {
        still.insert(key);
        update.missed.push_back({key, false, false, was_still});
    }
    for (auto const& suspect : before)
        if (!still.contains(suspect.row_key))
            update.settled.push_back(suspect.row_key);
    certificate.suspects = missed.size();
    certificate.left_open = missed.size();
    return update;
}

void tell_requests(SteadyReader const& reader, Certificate& certificate) {
    auto const& counts = reader.counts();
    certificate.requests = counts.requests;
    certificate.retries = counts.retries;
    certificate.first_request_id = counts.first_request_id;
    certificate.last_request_id = counts.last_request_id;
}

}  // namespace

Task<Result<Certificate>> walk(WalkParts parts, Source source, Leadership leader, std::int64_t sweep_id,
                               std::uint32_t page_size) {
    auto executor = co_await boost::asio::this_coro::executor;
    auto const began = parts.clock.steady_now();
    parts.reader.reset_counts();
    auto start = co_await parts.ledger.begin_walk(leader, source, sweep_id);
    if (!start.has_value())
        co_return start.error();
    auto baseline = co_await parts.ledger.load_baseline(source.account_id, source.site);
    if (!baseline.has_value())
        co_return baseline.error();
    parts.observer.walk_began(source);

    WalkEnd end;
    end.walk_id = start->walk_id;
    end.source_id = start->source_id;
    end.memory = start->memory;
    end.certificate.page_size_asked = page_size;
    Difference difference(*baseline, source.account_id, source.site, start->source_id, start->is_initial,
                          start->walk_id);
    Publisher publisher(parts, source, leader, difference, executor);
    std::map<std::string, std::int64_t> seen_by_region;
    PieceContext context{parts,           source,          difference,     publisher,
                         end.certificate, end.quarantined, seen_by_region, end.memory.largest_answer};

    auto status = co_await read_all(context, end.memory, page_size);
    if (status.has_value() && !source.is_filtered() && end.certificate.verdict != Verdict::refused)
        status = co_await ask_regions(context, start->regions, end.memory);
    if (status.has_value()) {
        difference.settle_deferred();
        status = co_await publisher.finish();
    }
    if (!status.has_value()) {
        co_await publisher.drain();
        co_return status.error();
    }

    difference.tell(end.certificate);
    tell_requests(parts.reader, end.certificate);
    end.certificate.outcome = publisher.total();
    end.suspects = count_suspects(difference.suspects(), start->suspects, end.certificate);
    auto certificate = end.certificate;
    auto ended = co_await parts.ledger.end_walk(leader, source.site, std::move(end));
    if (!ended.has_value())
        co_return ended.error();
    auto const duration = std::chrono::duration_cast<Milliseconds>(parts.clock.steady_now() - began);
    parts.observer.walk_ended(source, certificate, duration);
    co_return certificate;
}

}  // namespace sasyncd
