#pragma once

#include "base/result.hpp"
#include "sweep/neighbours.hpp"

#include <string>

namespace sasyncd {

/// The body of an answer of ListRepository. An element without a usable id is counted and passed over; what else is
/// missing in one, or of another type, is left empty. `malformed` for an answer without the list or its page;
/// else what its `Code` and `IsSuccess` mean.
[[nodiscard]] Result<ListPage<ListedRepository>> parse_repositories(std::string const& body);

/// Likewise of DescribeGroupedContainerInstances, grouped by clusterId.
[[nodiscard]] Result<ListPage<ListedCluster>> parse_clusters(std::string const& body);

}  // namespace sasyncd
