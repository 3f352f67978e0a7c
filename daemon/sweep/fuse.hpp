#pragma once

#include "sweep/ledger.hpp"

namespace sasyncd {

/// Would closing `due` more occurrences be too much for 24 hours of one account and site? Pure. Keys that an operator
/// released are in neither figure.
[[nodiscard]] bool fuse_trips(FuseOptions const& options, FuseCounts const& counts, std::uint64_t due);

}  // namespace sasyncd
