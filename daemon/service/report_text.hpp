#pragma once

#include "findings/report.hpp"
#include "service/terminal.hpp"

#include <string>

namespace sasyncd {

/// The report's figures in few lines, for a terminal.
[[nodiscard]] std::string report_text(Report const& report, TextStyle const& style);

}  // namespace sasyncd
