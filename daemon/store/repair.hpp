#pragma once

#include "base/result.hpp"
#include "store/pqxx_bridge.hpp"
#include "store/verification.hpp"
#include "sweep/ledger.hpp"

#include <string>

namespace sasyncd {

/// Writes anew what follows from what is on record: keys and fingerprints from the columns, episodes from events,
/// findings from occurrences and episodes, the sums of days and the counts of what is open from
/// findings. Nothing opens or closes by it, and no event
/// is made up. Leaves an action on record. `lost_lease` where the leader no longer leads.
[[nodiscard]] Result<Repaired> repair_account(Transaction& transaction, Leadership const& leader,
                                              std::string const& asked_by);

}  // namespace sasyncd
