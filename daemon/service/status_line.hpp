#pragma once

#include "base/clock.hpp"
#include "service/sweep_results.hpp"

#include <string>
#include <vector>

namespace sasyncd {

/// What `systemctl status` shows of the last sweep, on one line, without the sites that accounts do not use:
/// `Last sweep 08:21:07 UTC: 2 of 3 sources whole; 12 opened, 3 closed; prod/china partial: …`.
[[nodiscard]] std::string status_line(std::vector<SourceResult> const& results, SystemTime ended);

}  // namespace sasyncd
