#pragma once

#include "store/pqxx_bridge.hpp"
#include "sweep/part.hpp"
#include "sweep/source.hpp"

#include <vector>

namespace sasyncd {

using Records = std::vector<OccurrenceRecord const*>;

/// Whose rows are written: the first parameters of most statements.
struct Place {
    std::string account_id;
    std::string site;
    std::int64_t source_id = 0;
    std::int64_t walk_id = 0;
};

/// What happened to one occurrence that was on record already. Texts are as PostgreSQL prints them; empty is
/// NULL.
struct OccurrenceChange {
    Key row_key;
    Key finding_key;
    bool came_back = false;
    bool level_moved = false;
    std::string old_level, new_level;
    bool status_moved = false;
    std::string old_status, new_status;
    bool scan_moved = false;
    std::string old_scan, new_scan;
};

/// An occurrence whose location fields changed, as JSON of just those.
struct MovedPlace {
    Key row_key;
    std::string old_fields, new_fields;
};

/// COPY of rows that are not on record, in key order.
void copy_occurrences(Transaction& transaction, Place const& place, Records const& rows);

/// Rows on record whose fingerprint moved or that come back, written where they differ.
[[nodiscard]] std::vector<OccurrenceChange> update_states(Transaction& transaction, Place const& place,
                                                          Records const& rows);
[[nodiscard]] std::vector<MovedPlace> update_occurrences(Transaction& transaction, Place const& place,
                                                         Records const& rows);

[[nodiscard]] std::vector<OccurrenceChange> move_times(Transaction& transaction, Place const& place,
                                                       std::vector<TimesMoved> const& moved);

}  // namespace sasyncd
