#pragma once

#include "change_report.hpp"
#include "data_set.hpp"
#include "generator.hpp"

#include <cstdint>

namespace sasyncd::simulator {

// `count` changes of all kinds, drawn by the seed: rescans, statuses, levels, moved pods and addresses, noise,
// removals, additions, and removed rows that come back. No row is changed and removed by one call.
void mutate_randomly(DataSet& set, Generator const& generator, std::uint64_t count, std::uint64_t seed,
                     ChangeReport& report);

}  // namespace sasyncd::simulator
