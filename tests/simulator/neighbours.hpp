#pragma once

#include "data_set.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace sasyncd::simulator {

// What lies beside an account's rows, made of them, so that it changes with them; and some that no row names. JSON
// objects, by id.

// What ListRepository says of a registry instance; empty where no row names the instance.
std::vector<std::string> repositories_of(std::vector<DataSet const*> const& sets, std::string_view instance);

// The registry instances that the rows name.
std::vector<std::string> instances_of(std::vector<DataSet const*> const& sets);

// What DescribeGroupedContainerInstances says of a site, grouped by clusterId.
std::vector<std::string> clusters_of(DataSet const& set);

}  // namespace sasyncd::simulator
