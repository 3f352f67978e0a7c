#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

namespace sasyncd {

/// What opened and closed on one UTC day.
struct DayFigures {
    std::chrono::sys_days day;
    std::uint64_t opened = 0;
    std::uint64_t closed = 0;
};

/// A bar as long as `age`, with a mark where `limit` is; what lies beyond the mark is drawn apart. Colours come from the
/// page's style.
[[nodiscard]] std::string freshness_bar(std::chrono::milliseconds age, std::chrono::milliseconds limit);

/// Bars upwards for what opened, downwards for what closed, one a day, in the order given, the last one at
/// the right.
[[nodiscard]] std::string days_chart(std::vector<DayFigures> const& days);

/// "27 Nov".
[[nodiscard]] std::string short_day(std::chrono::sys_days day);

}  // namespace sasyncd
