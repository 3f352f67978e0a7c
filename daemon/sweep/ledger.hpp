#pragma once

#include "base/result.hpp"
#include "base/task.hpp"
#include "sweep/baseline.hpp"
#include "sweep/certificate.hpp"
#include "sweep/part.hpp"
#include "sweep/quarantined_rows.hpp"
#include "sweep/row_outline.hpp"
#include "sweep/source.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace sasyncd {

/// What earlier walks taught about a source; written back, where it changed, when the walk ends.
struct SourceMemory {
    std::uint32_t page_size_works = 0;  ///< 0: not known yet
    std::uint32_t largest_answer = 0;   ///< the most rows that one answer of the site ever brought
    bool slice_by_status = false;       ///< "all" did not mean all: each Status is walked and asked too
    bool slice_by_scan_range = false;   ///< likewise ScanRange = container, image
    std::uint32_t dishonest_walks = 0;  ///< whole walks in a row whose controls brought rows of other md5s
    bool operator==(SourceMemory const&) const = default;
};

/// A key that an earlier walk missed and nothing decided since.
struct SuspectMemory {
    Key row_key;
    std::uint32_t misses = 0;         ///< walks in a row that missed it
    std::uint32_t still_misses = 0;   ///< whole walks in a row without movement that missed it
    std::chrono::milliseconds age{};  ///< since it was first missed, by the database's clock
    bool is_held = false;             ///< by the fuse
    bool is_released = false;         ///< by an operator: the fuse is waived for it
};

/// How a walk begins.
struct WalkStart {
    std::int64_t walk_id = 0;
    std::int64_t source_id = 0;
    bool is_initial = true;      ///< no walk of this source was ever whole
    bool slices_are_due = true;  ///< not compared in the last 24 hours
    SourceMemory memory;
    std::map<std::string, RegionCount> regions;  ///< of the last whole walk
    std::vector<SuspectMemory> suspects;         ///< of the account and site
};

struct FuseCounts {
    std::uint64_t present = 0;      ///< occurrences of the account and site now
    std::uint64_t gone_lately = 0;  ///< gone in the last 24 hours, those an operator released left out
};

/// What the end of a walk does to the suspects.
struct SuspectUpdate {
    struct Missed {
        Key row_key;
        bool was_asked = false;
        bool is_held = false;
        bool was_still = false;  ///< the walk was whole and saw no movement
    };
    std::vector<Missed> missed;  ///< still open: written when first missed, counted up after that
    std::vector<Key> settled;    ///< seen again or closed: deleted
};

struct WalkEnd {
    std::int64_t walk_id = 0;
    std::int64_t source_id = 0;
    Certificate certificate;
    SourceMemory memory;
    bool slices_were_compared = false;
    SuspectUpdate suspects;
    QuarantinedRows quarantined;  ///< of the whole walk; the ledger writes what appeared and what is gone
};

/// The database as a sweep sees it. Every call is one transaction; a call that fails for want of the database is
/// repeated inside for as long as the ledger's patience lasts, and is then `unavailable`. `lost_lease`: another
/// process leads the account; discard everything.
class Ledger {
public:
    virtual ~Ledger() = default;

    /// Records the walk (verdict NULL), marks walks of the source that never ended as interrupted.
    [[nodiscard]] virtual Task<Result<WalkStart>> begin_walk(Leadership leader, Source source,
                                                             std::int64_t sweep_id) = 0;
    /// All present occurrences of the account and site.
    [[nodiscard]] virtual Task<Result<Baseline>> load_baseline(std::string account_id, Site site) = 0;
    /// Applies one part exactly once: an earlier, unknown outcome is looked up first.
    [[nodiscard]] virtual Task<Result<PartOutcome>> publish(Leadership leader, Site site, Part part) = 0;
    [[nodiscard]] virtual Task<Result<std::vector<RowOutline>>> describe(std::string account_id, Site site,
                                                                         std::vector<Key> keys) = 0;
    /// Distinct MaliciousMd5 of the present occurrences, as spelled.
    [[nodiscard]] virtual Task<Result<std::vector<std::string>>> known_md5s(std::string account_id,
                                                                            Site site) = 0;
    [[nodiscard]] virtual Task<Result<FuseCounts>> fuse_counts(std::string account_id, Site site) = 0;
    [[nodiscard]] virtual Task<Status> end_walk(Leadership leader, Site site, WalkEnd end) = 0;
};

}  // namespace sasyncd
