#pragma once

#include "store/pqxx_bridge.hpp"
#include "store/verification.hpp"

#include <string>

namespace sasyncd {

/// How far back a verification looks at rescans, of which there may be one a finding and night.
enum class RescanDepth { all, two_days };

/// Holds an account's tables against each other, as the transaction sees them, and names the first `limit` differences
/// of each check. Writes nothing.
[[nodiscard]] Verification check_account(Transaction& transaction, std::string const& account_id,
                                         RescanDepth depth, std::size_t limit);

}  // namespace sasyncd
