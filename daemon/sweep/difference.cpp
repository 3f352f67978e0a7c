#include "sweep/difference.hpp"

#include <tuple>

namespace sasyncd {

namespace {

std::int64_t milliseconds(std::optional<SystemTime> const& time) {
    return time ? time->time_since_epoch().count() : StoredOccurrence::kNoTime;
}

std::optional<SystemTime> time_of(std::int64_t milliseconds) {
    if (milliseconds == StoredOccurrence::kNoTime)
        return std::nullopt;
    return SystemTime(std::chrono::milliseconds(milliseconds));
}

}  // namespace

/// A row, digested.
struct Difference::Seen {
    Key key;
    ImageKey image;
    std::uint64_t fingerprint = 0;
    std::int64_t scan = 0;
    std::int64_t verify = 0;
    std::uint32_t id = 0;

    /// The fold of rows that share a key: latest scan, latest verify, greatest fingerprint; `Id` breaks ties.
    [[nodiscard]] auto rank() const { return std::tuple(scan, verify, fingerprint, id); }
    [[nodiscard]] static auto rank_of(StoredOccurrence const& known) {
        return std::tuple(known.latest_scan, known.latest_verify, known.fingerprint, known.event_id_digest);
    }

    static Seen of(Site site, Row const& row) {
        Seen seen;
        seen.image = image_key_of(row).value_or(ImageKey{});
        seen.key = row_key(site, seen.image, row);
        seen.fingerprint = sasyncd::fingerprint(row);
        seen.scan = milliseconds(row.latest_scan);
        seen.verify = milliseconds(row.latest_verify);
        seen.id = event_id_digest(row.event_id);
        return seen;
    }
};

Difference::Difference(Baseline& baseline, std::string account_id, Site site, std::int64_t source_id,
                       bool is_initial, std::int64_t walk_id)
    : baseline_(baseline),
      account_id_(std::move(account_id)),
      site_(site),
      source_(baseline.source_index(source_id)) {
    part_.walk_id = walk_id;
    part_.source_id = source_id;
    part_.is_initial = is_initial;
    part_.number = 1;
}

Difference::Met Difference::add(Row const& row, Meeting meeting) {
    auto const seen = Seen::of(site_, row);
    auto* const known = baseline_.find(seen.key);
    bool const is_first = known == nullptr || !known->has(StoredOccurrence::kSeen);
    if (is_first) {
        ++rows_;
        ++keys_;
        digest_.high += seen.key.high;
        digest_.low += seen.key.low;
    } else if (meeting == Meeting::on_page) {
        ++rows_;
        ++keys_twice_;
    }
    bool const is_first_in_piece = known == nullptr || known->piece != piece_;
    if (known == nullptr)
        open(row, seen);
    else
        compare(*known, row, seen, meeting);
    return {seen.key, is_first, is_first_in_piece};
}

Key Difference::key_of(Row const& row) const {
    return row_key(site_, image_key_of(row).value_or(ImageKey{}), row);
}

bool Difference::has_seen(Key const& row_key) const {
    auto const* known = baseline_.find(row_key);
    return known != nullptr && known->has(StoredOccurrence::kSeen);
}

bool Difference::is_missing(Key const& row_key) const {
    auto const* known = baseline_.find(row_key);
    return known != nullptr && !known->has(StoredOccurrence::kSeen) && !known->has(StoredOccurrence::kGone);
}

void Difference::close(Gone gone) {
    baseline_.find(gone.row_key)->flags |= StoredOccurrence::kGone;
    part_.gone.push_back(std::move(gone));
}

void Difference::keep(std::vector<OccurrenceRecord>& rows, Row const& row, Seen const& seen) {
    auto const finding = finding_key(account_id_, seen.image, row[Text::malicious_md5]);
    // An ImageUuid stands in the row already.
    auto image = seen.image.is_derived ? seen.image : ImageKey{};
    rows.push_back({seen.key, finding, std::move(image), seen.fingerprint, PackedRow(row)});
    part_bytes_ += sizeof(OccurrenceRecord) + rows.back().row.size();
}

void Difference::open(Row const& row, Seen const& seen) {
    StoredOccurrence fresh;
    fresh.key = seen.key;
    fresh.fingerprint = seen.fingerprint;
    fresh.latest_scan = seen.scan;
    fresh.latest_verify = seen.verify;
    fresh.event_id_digest = seen.id;
    fresh.source = source_;
    fresh.piece = piece_;
    fresh.flags = StoredOccurrence::kSeen | StoredOccurrence::kSeenUnchanged | StoredOccurrence::kNew;
    baseline_.add(fresh);
    keep(part_.fresh, row, seen);
}

void Difference::compare(StoredOccurrence& known, Row const& row, Seen const& seen, Meeting meeting) {
    if (known.source != source_) {
        part_.adopted.push_back(known.key);
        known.source = source_;
    }
    known.piece = piece_;
    bool const was_seen = known.has(StoredOccurrence::kSeen);
    known.flags |= StoredOccurrence::kSeen;
    bool const is_same = seen.fingerprint == known.fingerprint && seen.scan == known.latest_scan &&
                         seen.verify == known.latest_verify &&
                         (seen.id == known.event_id_digest || seen.id == 0);  // an `Id` is not in every reply
    if (was_seen && meeting == Meeting::on_page && (!is_same || deferred_.contains(seen.key)))
        ++folded_;
    if (is_same) {
        known.flags |= StoredOccurrence::kSeenUnchanged;
        return;
    }
    if (seen.scan > known.latest_scan) {
        apply(known, row, seen);
        return;
    }
    auto const [waiting, is_new] = deferred_.try_emplace(seen.key);
    if (is_new || Seen::of(site_, waiting->second.unpack()).rank() < seen.rank())
        waiting->second = PackedRow(row);
}

void Difference::settle_deferred() {
    for (auto const& [key, packed] : deferred_) {
        auto& known = *baseline_.find(key);
        auto const row = packed.unpack();
        auto const seen = Seen::of(site_, row);
        // The values on record were seen too, and win the fold: two rows share the key, and nothing changed.
        if (known.has(StoredOccurrence::kSeenUnchanged) && Seen::rank_of(known) >= seen.rank())
            continue;
        if (seen.scan != StoredOccurrence::kNoTime && seen.scan < known.latest_scan &&
            !known.has(StoredOccurrence::kRegressed)) {
            known.flags |= StoredOccurrence::kRegressed;
            part_.regressed.push_back({key, *row.latest_scan});
        }
        apply(known, row, seen);
    }
    deferred_.clear();
}

/// Times only move forward, and a missing value moves nothing.
void Difference::apply(StoredOccurrence& known, Row const& row, Seen const& seen) {
    auto const scan = std::max(seen.scan, known.latest_scan);
    auto const verify = std::max(seen.verify, known.latest_verify);
    auto const id = seen.id == 0 ? known.event_id_digest : seen.id;
    if (seen.fingerprint != known.fingerprint) {
        auto newest = row;
        newest.latest_scan = time_of(scan);
        newest.latest_verify = time_of(verify);
        keep(part_.changed, newest, seen);
    } else if (scan != known.latest_scan || verify != known.latest_verify || id != known.event_id_digest) {
        part_.times_moved.push_back({seen.key, time_of(scan), time_of(verify), row.event_id});
    }
    known.fingerprint = seen.fingerprint;
    known.latest_scan = scan;
    known.latest_verify = verify;
    known.event_id_digest = id;
    known.flags |= StoredOccurrence::kSeenUnchanged;
}

Part Difference::take_part() {
    Part next;
    next.walk_id = part_.walk_id;
    next.source_id = part_.source_id;
    next.is_initial = part_.is_initial;
    next.number = part_.number + 1;
    part_bytes_ = 0;
    return std::exchange(part_, std::move(next));
}

std::vector<Key> Difference::suspects() const {
    std::vector<Key> keys;
    for (auto const& known : baseline_)
        if (known.source == source_ && !known.has(StoredOccurrence::kSeen) &&
            !known.has(StoredOccurrence::kGone))
            keys.push_back(known.key);
    return keys;
}

void Difference::tell(Certificate& certificate) const {
    certificate.rows = rows_;
    certificate.keys = keys_;
    certificate.keys_twice = keys_twice_;
    certificate.folded = folded_;
    certificate.keys_digest = digest_.to_uuid();
}

}  // namespace sasyncd
