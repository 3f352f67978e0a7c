#pragma once

#include "findings/report.hpp"

#include <string>

namespace sasyncd {

/// Each a section of the report's page.
[[nodiscard]] std::string report_sources(Report const& report);
[[nodiscard]] std::string report_places(Report const& report);
[[nodiscard]] std::string report_oldest(Report const& report);
[[nodiscard]] std::string report_endings(Report const& report);
[[nodiscard]] std::string report_closings(Report const& report);
[[nodiscard]] std::string report_blind_spots(Report const& report);

}  // namespace sasyncd
