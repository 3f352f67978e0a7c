#pragma once

#include "base/result.hpp"
#include "store/pqxx_bridge.hpp"
#include "sweep/source.hpp"

namespace sasyncd {

/// First in each transaction that writes an account's tables: holds the lease for as long as the transaction
/// lasts. `lost_lease` where the token is no longer the right one.
[[nodiscard]] Status check_lease(Transaction& transaction, Leadership const& leader);

}  // namespace sasyncd
