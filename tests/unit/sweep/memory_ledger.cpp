#include "unit/sweep/memory_ledger.hpp"

#include "unit/sweep/run.hpp"

#include <fmt/format.h>

namespace sasyncd {

Task<std::optional<Error>> MemoryLedger::enter(std::string name) {
    if (delay)
        co_await yield_turns(delay());
    calls_.push_back(name);
    if (calls_.size() == lose_lease_at)
        for (auto& [account, token] : tokens_)
            ++token;
    if (fail)
        co_return fail(name, calls_.size());
    co_return std::nullopt;
}

std::optional<Error> MemoryLedger::leave(std::string const& name) {
    return fail_after ? fail_after(name, calls_.size()) : std::nullopt;
}

std::optional<Error> MemoryLedger::check_lease(Leadership const& leader) {
    auto const [held, is_first] = tokens_.try_emplace(leader.account_id, leader.token);
    if (held->second == leader.token)
        return std::nullopt;
    return Error(ErrorKind::lost_lease, "another process leads account " + leader.account_id + " now");
}

Leadership MemoryLedger::take_lease(std::string account_id) {
    auto const token = ++tokens_[account_id];
    return {std::move(account_id), token};
}

MemoryLedger::SourceState& MemoryLedger::source_of(Source const& source) {
    auto const name =
        fmt::format("{}/{}#{}", source.account_id, to_string(source.site), source.filter_text());
    auto const next = static_cast<std::int64_t>(source_ids_.size()) + 1;
    auto const id = source_ids_.try_emplace(name, next).first->second;
    auto& state = sources_[id];
    state.source_id = id;
    return state;
}

MemoryLedger::Walk* MemoryLedger::find_walk(std::int64_t walk_id) {
    for (auto& walk : walks_)
        if (walk.walk_id == walk_id)
            return &walk;
    return nullptr;
}

WalkStart MemoryLedger::start_of(SourceState const& state, Site site) {
    WalkStart start;
    start.walk_id = static_cast<std::int64_t>(walks_.size()) + 1;
    start.source_id = state.source_id;
    start.is_initial = !state.first_whole_walk;
    start.slices_are_due =
        !state.slices_compared_at || clock_.steady_now() - *state.slices_compared_at > std::chrono::hours(24);
    start.memory = state.memory;
    start.regions = state.regions;
    for (auto const& [key, suspect] : held_[site].suspects) {
        auto const age =
            std::chrono::duration_cast<Milliseconds>(clock_.steady_now() - suspect.first_missed_at);
        start.suspects.push_back({key, suspect.misses, suspect.still_misses, age, suspect.held_by.has_value(),
                                  suspect.is_released});
    }
    return start;
}

Task<Result<WalkStart>> MemoryLedger::begin_walk(Leadership leader, Source source,
                                                 std::int64_t /*sweep_id*/) {
    std::string const name = "begin_walk";
    if (auto error = co_await enter(name))
        co_return std::move(*error);
    if (auto error = check_lease(leader))
        co_return std::move(*error);
    auto const& state = source_of(source);
    auto start = start_of(state, source.site);
    for (auto& walk : walks_)
        if (walk.source_id == state.source_id && !walk.verdict)
            walk.verdict = Verdict::interrupted;
    walks_.push_back({start.walk_id, state.source_id, start.is_initial, {}, std::nullopt, std::nullopt});
    if (auto error = leave(name))
        co_return std::move(*error);
    co_return start;
}

Task<Result<Baseline>> MemoryLedger::load_baseline(std::string /*account_id*/, Site site) {
    std::string const name = "load_baseline";
    if (auto error = co_await enter(name))
        co_return std::move(*error);
    auto const milliseconds = [](std::optional<SystemTime> const& time) {
        return time ? time->time_since_epoch().count() : StoredOccurrence::kNoTime;
    };
    Baseline baseline;
    for (auto const& [key, occurrence] : held_[site].occurrences) {
        if (occurrence.gone)
            continue;
        StoredOccurrence stored;
        stored.key = key;
        stored.fingerprint = occurrence.fingerprint;
        stored.latest_scan = milliseconds(occurrence.row.latest_scan);
        stored.latest_verify = milliseconds(occurrence.row.latest_verify);
        stored.event_id_digest = event_id_digest(occurrence.row.event_id);
        stored.source = baseline.source_index(occurrence.source_id);
        stored.flags = occurrence.is_regressed ? StoredOccurrence::kRegressed : std::uint8_t{0};
        baseline.add(stored);
    }
    if (auto error = leave(name))
        co_return std::move(*error);
    co_return baseline;
}

Task<Result<PartOutcome>> MemoryLedger::publish(Leadership leader, Site site, Part part) {
    std::string const name = "publish";
    if (auto error = co_await enter(name))
        co_return std::move(*error);
    if (auto error = check_lease(leader))
        co_return std::move(*error);
    auto* walk = find_walk(part.walk_id);
    if (walk == nullptr)
        co_return Error(ErrorKind::bug, fmt::format("walk {} never began", part.walk_id));
    if (auto const earlier = walk->parts.find(part.number); earlier != walk->parts.end())
        co_return earlier->second;
    check_part(*walk, site, part);
    auto const outcome = apply(site, part);
    walk->parts.emplace(part.number, outcome);
    parts_.push_back(std::move(part));
    if (auto error = leave(name))
        co_return std::move(*error);
    co_return outcome;
}

Task<Result<std::vector<RowOutline>>> MemoryLedger::describe(std::string /*account_id*/, Site site,
                                                             std::vector<Key> keys) {
    std::string const name = "describe";
    if (auto error = co_await enter(name))
        co_return std::move(*error);
    std::vector<RowOutline> details;
    auto const& occurrences = held_[site].occurrences;
    for (auto const& key : keys) {
        auto const found = occurrences.find(key);
        if (found == occurrences.end())
            continue;
        auto const& row = found->second.row;
        auto const text = [&row](Text field) { return std::string(row[field]); };
        details.push_back({key, text(Text::malicious_md5), kind_of(row), row.status, text(Text::digest),
                           text(Text::layer), text(Text::container_id), text(Text::repo_id),
                           text(Text::repo_region_id), text(Text::level)});
    }
    if (auto error = leave(name))
        co_return std::move(*error);
    co_return details;
}

Task<Result<std::vector<std::string>>> MemoryLedger::known_md5s(std::string /*account_id*/, Site site) {
    std::string const name = "known_md5s";
    if (auto error = co_await enter(name))
        co_return std::move(*error);
    std::set<std::string> md5s;
    for (auto const& [key, occurrence] : held_[site].occurrences)
        if (!occurrence.gone)
            md5s.emplace(occurrence.row[Text::malicious_md5]);
    if (auto error = leave(name))
        co_return std::move(*error);
    std::vector<std::string> list(md5s.begin(), md5s.end());
    co_return list;
}

Task<Result<FuseCounts>> MemoryLedger::fuse_counts(std::string /*account_id*/, Site site) {
    std::string const name = "fuse_counts";
    if (auto error = co_await enter(name))
        co_return std::move(*error);
    FuseCounts counts;
    for (auto const& [key, occurrence] : held_[site].occurrences) {
        if (!occurrence.gone)
            ++counts.present;
        else if (clock_.steady_now() - occurrence.gone_at < std::chrono::hours(24) &&
                 !occurrence.gone->is_waived && occurrence.gone->reason != GoneReason::source_retired)
            ++counts.gone_lately;
    }
    if (auto error = leave(name))
        co_return std::move(*error);
    co_return counts;
}

Task<Status> MemoryLedger::end_walk(Leadership leader, Site site, WalkEnd end) {
    std::string const name = "end_walk";
    if (auto error = co_await enter(name))
        co_return std::move(*error);
    if (auto error = check_lease(leader))
        co_return std::move(*error);
    auto* walk = find_walk(end.walk_id);
    if (walk == nullptr)
        co_return Error(ErrorKind::bug, fmt::format("walk {} never began", end.walk_id));
    if (walk->verdict)
        co_return Status();
    update_suspects(site, end);
    update_source(end);
    walk->verdict = end.certificate.verdict;
    walk->end = std::move(end);
    if (auto error = leave(name))
        co_return std::move(*error);
    co_return Status();
}

}  // namespace sasyncd
