#pragma once

#include "store/fleet_book.hpp"

#include <map>
#include <string>

namespace sasyncd {

/// Who should lead each account, so that no daemon leads two more than another that could take one. Each daemon
/// computes the same from the same view, and as little as possible moves. Left out are accounts that are led by
/// somebody else than a daemon of the fleet, such as a `sync`.
[[nodiscard]] std::map<std::string, std::string> fair_shares(FleetView const& view);

}  // namespace sasyncd
