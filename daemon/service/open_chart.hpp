#pragma once

#include "findings/report.hpp"

#include <string>
#include <vector>

namespace sasyncd {

/// What was open at the end of each day, as an area above zero, so that a small change does not look large.
[[nodiscard]] std::string open_chart(std::vector<ReportedDay> const& days);

}  // namespace sasyncd
