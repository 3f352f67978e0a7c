#include "service/open_chart.hpp"

#include "service/svg.hpp"
#include "service/terminal.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace sasyncd {

namespace {

// In units of the drawing.
constexpr double kWidth = 720;
constexpr double kHeight = 120;
constexpr double kText = 18;
constexpr TextStyle kStyle{true, 80, 24};

}  // namespace

std::string open_chart(std::vector<ReportedDay> const& days) {
    if (days.empty())
        return "";
    std::uint64_t most = 1;
    for (auto const& day : days)
        most = std::max(most, day.open_at_end);
    auto const step = kWidth / static_cast<double>(std::max<std::size_t>(days.size() - 1, 1));
    std::string points;
    double x = 0;
    for (auto const& day : days) {
        auto const part = static_cast<double>(day.open_at_end) / static_cast<double>(most);
        points += fmt::format("{:.1f},{:.1f} ", x, kText + kHeight * (1 - part));
        x += step;
    }
    // One day is a line across, too.
    if (days.size() == 1)
        points += fmt::format("{:.1f},{}", kWidth, points.substr(points.find(',') + 1));
    auto const floor = kText + kHeight;
    auto const first = short_day(days.front().day);
    auto const last =
        fmt::format("{}: {}", short_day(days.back().day), grouped(days.back().open_at_end, kStyle));
    // Nor is one day named twice.
    bool const is_one = days.size() == 1;
    auto const told =
        is_one ? last : fmt::format("{}: {}, {}", first, grouped(days.front().open_at_end, kStyle), last);
    return fmt::format(
        R"(<svg class="open" viewBox="0 0 {0} {1}" role="img" aria-label="Open at the end of each day: {2}">)"
        R"(<polygon class="area" points="0,{3} {4}{0},{3}"/><polyline class="line" points="{4}"/>)"
        R"(<line class="axis" x1="0" y1="{3}" x2="{0}" y2="{3}"/><text x="0" y="12">most: {5}</text>)"
        R"(<text x="0" y="{6}">{7}</text><text x="{0}" y="{6}" text-anchor="end">{8}</text></svg>)",
        kWidth, floor + kText, told, floor, points, grouped(most, kStyle), floor + 14, is_one ? "" : first,
        last);
}

}  // namespace sasyncd
