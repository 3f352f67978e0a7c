#pragma once

#include "findings/report.hpp"

#include <string>

namespace sasyncd {

/// The report as one HTML page that fetches nothing and runs no script: for a screen of any width, light or dark, and for
/// paper.
[[nodiscard]] std::string report_page(Report const& report);

}  // namespace sasyncd
