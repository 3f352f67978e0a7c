#pragma once

#include "base/result.hpp"
#include "store/report_reader.hpp"

#include <string_view>

namespace sasyncd {

/// "30d", "12h" or "2026-10-01", a UTC day; empty is 30 days. `rejected`, with what is expected, for anything else.
[[nodiscard]] Result<ReportPeriod> parse_report_period(std::string_view text);

}  // namespace sasyncd
