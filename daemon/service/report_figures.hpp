#pragma once

#include "findings/report.hpp"

#include <string>
#include <string_view>

namespace sasyncd {

/// Sums of the report's days or levels, which page and terminal show alike.
struct ReportSums {
    std::uint64_t open = 0;
    std::uint64_t open_at_begin = 0;
    std::uint64_t opened = 0;
    std::uint64_t initial = 0;
    std::uint64_t reopened = 0;
    std::uint64_t closed = 0;
    std::uint64_t out_of_scope = 0;
    std::uint64_t whitelisted = 0;
    std::uint64_t held = 0;
};

[[nodiscard]] ReportSums sums_of(Report const& report);

/// False where records begin within the period: what was open before is not known then, and is not nought.
[[nodiscard]] bool is_begin_known(Report const& report);

/// Configured, in use, and not read whole within its limit: what the report says of it is old.
[[nodiscard]] bool is_overdue(ReportedSource const& source);
/// Never read whole yet.
[[nodiscard]] bool is_unread(ReportedSource const& source);

/// Null where nothing was removed.
[[nodiscard]] ReportedEnding const* removals_of(Report const& report);
/// What this kind of ending is called.
[[nodiscard]] std::string_view name_of_ending(std::string_view kind);

/// "2026-11-28", "2026-11-28 03:00 UTC".
[[nodiscard]] std::string iso_day(std::chrono::sys_days day);
[[nodiscard]] std::string iso_minute(SystemTime time);

}  // namespace sasyncd
