#pragma once

#include "json_read.hpp"
#include "names.hpp"
#include "world.hpp"

#include <string>

namespace sasyncd::simulator {

// Carries out a list of operations on rows (README.md) and says what changed, as JSON.
// Throws std::invalid_argument at the first operation that makes no sense; those before it stand.
std::string mutate(World& world, Json request, std::string const& default_account, Site default_site);

// The rows that an operation selects: by index, id, where, all; of these by count, fraction or first.
std::vector<std::uint32_t> select_rows(DataSet const& set, Json operation);

}  // namespace sasyncd::simulator
