#pragma once

#include "store/pqxx_bridge.hpp"
#include "sweep/baseline.hpp"
#include "sweep/source.hpp"

namespace sasyncd {

/// All present occurrences of a site, fetched piece by piece, so that memory holds little beside the baseline
/// itself.
[[nodiscard]] Baseline read_baseline(Transaction& transaction, std::string const& account_id, Site site);

}  // namespace sasyncd
