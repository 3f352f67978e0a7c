#include "unit/sweep/memory_ledger.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace sasyncd {

namespace {

/// Missing values move nothing, and times never go back.
std::optional<SystemTime> later(std::optional<SystemTime> const& one,
                                std::optional<SystemTime> const& other) {
    return std::max(one, other);  // an empty optional is the least
}

template <class Keys, class KeyOf>
bool has_twins(Keys const& list, KeyOf const& key_of) {
    std::set<Key> keys;
    for (auto const& entry : list)
        if (!keys.insert(key_of(entry)).second)
            return true;
    return false;
}

}  // namespace

void MemoryLedger::check_part(Walk const& walk, Site site, Part const& part) {
    auto const complain = [&](std::string what) {
        irregularities_.push_back(fmt::format("walk {} part {}: {}", part.walk_id, part.number, what));
    };
    auto const& known = held_[site].occurrences;
    auto const is_present = [&known](Key const& key) {
        auto const found = known.find(key);
        return found != known.end() && !found->second.gone;
    };
    if (walk.verdict)
        complain("published after the walk's end");
    if (part.number != static_cast<std::int32_t>(walk.parts.size()) + 1)
        complain("out of order");
    if (part.rows() == 0)
        complain("empty");
    if (part.source_id != walk.source_id || part.is_initial != walk.is_initial)
        complain("source or is_initial differ from the walk's");
    auto const of_record = [](OccurrenceRecord const& record) { return record.row_key; };
    if (has_twins(part.fresh, of_record))
        complain("a key twice in fresh");
    if (has_twins(part.gone, [](Gone const& gone) { return gone.row_key; }))
        complain("a key twice in gone");
    std::set<Key> fresh;
    for (auto const& record : part.fresh) {
        fresh.insert(record.row_key);
        if (is_present(record.row_key))
            complain("fresh row " + record.row_key.to_uuid() + " is present");
    }
    for (auto const& record : part.changed)
        if (!is_present(record.row_key) && !fresh.contains(record.row_key))
            complain("changed row " + record.row_key.to_uuid() + " is not present");
    for (auto const& moved : part.times_moved)
        if (!is_present(moved.row_key) && !fresh.contains(moved.row_key))
            complain("times moved of row " + moved.row_key.to_uuid() + ", which is not present");
    for (auto const& gone : part.gone) {
        if (!is_present(gone.row_key))
            complain("gone row " + gone.row_key.to_uuid() + " is not present");
        if (gone.proof == Proof::asked && (gone.first_request_id.empty() || gone.request_id.empty()))
            complain("gone row " + gone.row_key.to_uuid() + " without two request ids");
    }
}

PartOutcome MemoryLedger::apply(Site site, Part const& part) {
    auto& held = held_[site];
    auto const before = present_findings(held);
    std::set<Key> ever;
    for (auto const& [key, occurrence] : held.occurrences)
        ever.insert(occurrence.finding_key);
    for (auto const& record : part.fresh)
        apply_fresh(held, part, record);
    for (auto const& record : part.changed)
        apply_changed(held, part, record);
    for (auto const& moved : part.times_moved)
        apply_times(held, part, moved);
    for (auto const& regressed : part.regressed)
        if (auto const found = held.occurrences.find(regressed.row_key); found != held.occurrences.end()) {
            found->second.is_regressed = true;
            tell(What::regressed, part, found->second, regressed.row_key);
        }
    for (auto const& key : part.adopted)
        if (auto const found = held.occurrences.find(key); found != held.occurrences.end()) {
            found->second.source_id = part.source_id;
            tell(What::adopted, part, found->second, key);
        }
    for (auto const& gone : part.gone)
        apply_gone(held, part, gone);
    PartOutcome outcome;
    auto const after = present_findings(held);
    for (auto const& finding : after)
        if (!before.contains(finding))
            ++(ever.contains(finding) ? outcome.reopened : outcome.opened);
    for (auto const& finding : before)
        outcome.closed += after.contains(finding) ? 0U : 1U;
    outcome.changed = part.changed.size();
    outcome.rescanned = part.times_moved.size();
    outcome.rows_written = part.rows();
    return outcome;
}

void MemoryLedger::apply_fresh(Held& held, Part const& part, OccurrenceRecord const& record) {
    auto const [place, is_new] = held.occurrences.try_emplace(record.row_key);
    auto& occurrence = place->second;
    bool const comes_back = !is_new && occurrence.gone.has_value();
    if (!is_new && !comes_back)
        return apply_changed(held, part, record);
    auto row = record.row.unpack();
    if (!row.event_id)
        row.event_id = occurrence.row.event_id;
    occurrence = {
        std::move(row), record.finding_key, record.fingerprint, part.source_id, false, std::nullopt, {}};
    tell(comes_back ? What::reopened : What::opened, part, occurrence, record.row_key);
}

void MemoryLedger::apply_changed(Held& held, Part const& part, OccurrenceRecord const& record) {
    auto const found = held.occurrences.find(record.row_key);
    if (found == held.occurrences.end())
        return;
    auto& occurrence = found->second;
    auto row = record.row.unpack();
    row.latest_scan = later(row.latest_scan, occurrence.row.latest_scan);
    row.latest_verify = later(row.latest_verify, occurrence.row.latest_verify);
    if (!row.event_id)
        row.event_id = occurrence.row.event_id;
    occurrence.row = std::move(row);
    occurrence.fingerprint = record.fingerprint;
    occurrence.source_id = part.source_id;
    occurrence.gone.reset();
    tell(What::changed, part, occurrence, record.row_key);
}

void MemoryLedger::apply_times(Held& held, Part const& part, TimesMoved const& moved) {
    auto const found = held.occurrences.find(moved.row_key);
    if (found == held.occurrences.end() || found->second.gone)
        return;
    auto& row = found->second.row;
    row.latest_scan = later(row.latest_scan, moved.latest_scan);
    row.latest_verify = later(row.latest_verify, moved.latest_verify);
    if (moved.event_id)
        row.event_id = moved.event_id;
    tell(What::times_moved, part, found->second, moved.row_key);
}

void MemoryLedger::apply_gone(Held& held, Part const& part, Gone const& gone) {
    auto const found = held.occurrences.find(gone.row_key);
    if (found == held.occurrences.end() || found->second.gone)
        return;
    found->second.gone = gone;
    found->second.gone_at = clock_.steady_now();
    tell(What::gone, part, found->second, gone.row_key, gone);
}

void MemoryLedger::update_suspects(Site site, WalkEnd const& end) {
    auto& held = held_[site];
    for (auto const& key : end.suspects.settled)
        held.suspects.erase(key);
    for (auto const& missed : end.suspects.missed) {
        auto const known = held.occurrences.find(missed.row_key);
        if (known == held.occurrences.end() || known->second.gone)
            continue;
        auto const [place, is_new] = held.suspects.try_emplace(missed.row_key);
        auto& suspect = place->second;
        if (is_new) {
            suspect.source_id = known->second.source_id;
            suspect.first_missed_walk = end.walk_id;
            suspect.first_missed_at = clock_.steady_now();
        }
        ++suspect.misses;
        suspect.still_misses = missed.was_still ? suspect.still_misses + 1 : 0;
        suspect.asked += missed.was_asked ? 1U : 0U;
        suspect.held_by =
            missed.is_held ? std::optional(suspect.held_by.value_or(end.walk_id)) : std::nullopt;
    }
}

void MemoryLedger::update_source(WalkEnd const& end) {
    auto& state = sources_.at(end.source_id);
    auto const& certificate = end.certificate;
    state.memory = end.memory;
    if (end.slices_were_compared)
        state.slices_compared_at = clock_.steady_now();
    if (certificate.verdict != Verdict::whole)
        return;
    state.first_whole_walk = state.first_whole_walk.value_or(end.walk_id);
    state.last_whole_walk = end.walk_id;
    state.regions = certificate.regions;
    if (certificate.left_open == 0 && certificate.held == 0)
        state.proven_walk = end.walk_id;
}

std::size_t MemoryLedger::release_held(std::int64_t source_id) {
    std::size_t released = 0;
    for (auto& [site, held] : held_)
        for (auto& [key, suspect] : held.suspects)
            if (suspect.source_id == source_id && suspect.held_by) {
                suspect.is_released = true;
                suspect.held_by.reset();
                ++released;
            }
    return released;
}

std::set<Key> MemoryLedger::present_findings(Held const& held) const {
    std::set<Key> findings;
    for (auto const& [key, occurrence] : held.occurrences)
        if (!occurrence.gone)
            findings.insert(occurrence.finding_key);
    return findings;
}

void MemoryLedger::tell(What what, Part const& part, Occurrence const& occurrence, Key const& key,
                        Gone gone) {
    record_.push_back(
        {what, part.walk_id, key, std::string(occurrence.row[Text::malicious_md5]), std::move(gone)});
}

MemoryLedger::Occurrences const& MemoryLedger::occurrences(Site site) const {
    static Occurrences const kNone;
    auto const found = held_.find(site);
    return found == held_.end() ? kNone : found->second.occurrences;
}

std::set<Key> MemoryLedger::present(Site site) const {
    std::set<Key> keys;
    for (auto const& [key, occurrence] : occurrences(site))
        if (!occurrence.gone)
            keys.insert(key);
    return keys;
}

MemoryLedger::Suspects const& MemoryLedger::suspects(Site site) const {
    static Suspects const kNone;
    auto const found = held_.find(site);
    return found == held_.end() ? kNone : found->second.suspects;
}

}  // namespace sasyncd
