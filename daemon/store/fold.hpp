#pragma once

#include "store/occurrence_writer.hpp"

#include <string>
#include <unordered_map>
#include <vector>

namespace sasyncd {

/// An occurrence that went, and what the suspects remember of it.
struct GoneRow {
    Gone const* gone = nullptr;
    Key finding_key;
    std::string last_seen;       ///< as PostgreSQL prints it
    std::int64_t missed_by = 0;  ///< the walk that first missed it
};

/// What the fold did to a finding that was on record.
struct FoldedFinding {
    bool begins = false;  ///< reopened
    bool ends = false;    ///< closed
    bool stays = false;   ///< was and is present
    bool is_new = false;  ///< opened by this very walk, in an earlier part
    bool level_moved = false;
    bool status_moved = false;
    bool scan_moved = false;
};

using Folded = std::unordered_map<Key, FoldedFinding, KeyHash>;

/// Folds the findings of these keys, given in order; writes finding, episode, daily, event and rescan, and the counts of
/// what is open unless `is_initial` (summaries.hpp). Returns those that were on record before.
[[nodiscard]] Folded fold_findings(Transaction& transaction, Place const& place, bool is_initial,
                                   std::vector<Key> const& findings, std::vector<GoneRow> const& gone);

/// Image and repository of findings follow their occurrence with the least key.
void refresh_places(Transaction& transaction, Place const& place, bool is_initial,
                    std::vector<Key> const& findings);

/// Carries closed findings on under the key that took their place.
void rekey_findings(Transaction& transaction, Place const& place, Folded const& folded,
                    std::vector<GoneRow> const& gone);

}  // namespace sasyncd
