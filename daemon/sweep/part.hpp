#pragma once

#include "findings/key.hpp"
#include "findings/packed_row.hpp"
#include "sweep/page_reader.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace sasyncd {

/// An occurrence to be written in full: one that the baseline does not hold, or whose fingerprint moved.
struct OccurrenceRecord {
    Key row_key;
    Key finding_key;
    ImageKey image_key;  ///< empty where it is not derived: an ImageUuid stands in the row
    std::uint64_t fingerprint = 0;
    PackedRow row;
};

/// An occurrence of which only the times (or a newly given `Id`) moved.
struct TimesMoved {
    Key row_key;
    std::optional<SystemTime> latest_scan;
    std::optional<SystemTime> latest_verify;
    std::optional<std::int64_t> event_id;
};

/// The same row with an older LatestScanTimestamp than the one on record: the newest is kept, the older is told once
/// an episode.
struct ScanRegressed {
    Key row_key;
    SystemTime older;
};

enum class GoneReason : std::uint8_t { absent, out_of_scope, source_retired };
enum class Proof : std::uint8_t { asked, walks };

/// An occurrence that ends, and why we may say so.
struct Gone {
    Key row_key;
    GoneReason reason = GoneReason::absent;
    Proof proof = Proof::asked;
    std::string first_request_id;  ///< of the first answer that lacked it
    std::string request_id;        ///< of the second, which decided
    bool is_waived = false;        ///< an operator released it, so the fuse does not count it
};

/// What one transaction applies.
struct Part {
    std::int64_t walk_id = 0;
    std::int32_t number = 0;  ///< from 1 within the walk
    std::int64_t source_id = 0;
    bool is_initial = false;              ///< no walk of this source was whole before: openings are `initial`
    std::vector<OccurrenceRecord> fresh;  ///< not in the baseline; may be among the gone ones
    std::vector<OccurrenceRecord> changed;  ///< in the baseline with another fingerprint
    std::vector<TimesMoved> times_moved;
    std::vector<ScanRegressed> regressed;
    std::vector<Key> adopted;  ///< present under another source of the site until now
    std::vector<Gone> gone;

    [[nodiscard]] std::size_t rows() const {
        return fresh.size() + changed.size() + times_moved.size() + regressed.size() + adopted.size() +
               gone.size();
    }
};

/// What a publish did, in findings.
struct PartOutcome {
    std::uint64_t opened = 0;
    std::uint64_t reopened = 0;
    std::uint64_t closed = 0;
    std::uint64_t changed = 0;  ///< level_changed, status_changed, moved, occurrence_added, occurrence_gone
    std::uint64_t rescanned = 0;
    std::uint64_t rows_written = 0;
};

}  // namespace sasyncd
