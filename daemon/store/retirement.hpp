#pragma once

#include "base/result.hpp"
#include "store/pqxx_bridge.hpp"
#include "sweep/source.hpp"

#include <cstdint>
#include <string>

namespace sasyncd {

/// Closes all that a source shows, with reason `source_retired`, within a transaction that holds the lease. The walk
/// that is put on record for it read no page: its reason is `reason`. Returns the occurrences closed; 0 where it is
/// retired already. `rejected`: the settings plan it, or did within the last 24 hours.
[[nodiscard]] Result<std::uint64_t> retire_source(Transaction& transaction, Leadership const& leader,
                                                  std::int64_t source_id, std::string const& reason);

}  // namespace sasyncd
