#include "service/svg.hpp"

#include "service/html.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace sasyncd {

namespace {

// A day's column, and the room above and below the axis, in units of the drawing.
constexpr double kColumn = 18;
constexpr double kHalf = 64;
constexpr double kText = 14;
// The drawing is stretched to the page: with fewer columns, a day would fill it.
constexpr std::size_t kFewestColumns = 30;

double share(std::uint64_t part, std::uint64_t most) {
    return most == 0 ? 0 : static_cast<double>(part) / static_cast<double>(most);
}

/// Nothing for zero; never so low that it is not seen.
double height(std::uint64_t count, std::uint64_t most) {
    return count == 0 ? 0 : std::max(2.0, kHalf * share(count, most));
}

std::string day_bars(DayFigures const& figures, double left, std::uint64_t most, double axis) {
    auto const up = height(figures.opened, most);
    auto const down = height(figures.closed, most);
    std::string bars;
    // Over the whole column, so that a pointer finds its words anywhere in it.
    bars += fmt::format(R"(<rect class="pick" x="{:.1f}" y="{:.1f}" width="{}" height="{}"/>)", left,
                        axis - kHalf, kColumn, 2 * kHalf);
    if (up > 0)
        bars +=
            fmt::format(R"(<rect class="opened" x="{:.1f}" y="{:.1f}" width="{}" height="{:.1f}" rx="2"/>)",
                        left + 3, axis - 1 - up, kColumn - 6, up);
    if (down > 0)
        bars +=
            fmt::format(R"(<rect class="closed" x="{:.1f}" y="{:.1f}" width="{}" height="{:.1f}" rx="2"/>)",
                        left + 3, axis + 1, kColumn - 6, down);
    return fmt::format("<g><title>{}: {} opened, {} closed</title>{}</g>", short_day(figures.day),
                       figures.opened, figures.closed, bars);
}

std::string label(double x, double y, char const* anchor, std::string const& text) {
    return fmt::format(R"(<text x="{:.1f}" y="{:.1f}" text-anchor="{}">{}</text>)", x, y, anchor, text);
}

}  // namespace

std::string short_day(std::chrono::sys_days day) {
    static constexpr std::array<char const*, 12> kMonths = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                            "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    std::chrono::year_month_day const date(day);
    return fmt::format("{} {}", static_cast<unsigned>(date.day()),
                       kMonths.at(static_cast<unsigned>(date.month()) - 1));
}

std::string freshness_bar(std::chrono::milliseconds age, std::chrono::milliseconds limit) {
    auto const seen = std::max(age, std::chrono::milliseconds(0));
    auto const whole = std::max({seen, limit, std::chrono::milliseconds(1)});
    auto const part = [&](std::chrono::milliseconds span) {
        return 100 * static_cast<double>(span.count()) / static_cast<double>(whole.count());
    };
    auto const within = part(std::min(seen, limit));
    std::string bar = fmt::format(
        R"(<svg class="bar" viewBox="0 0 100 8" preserveAspectRatio="none" role="img" aria-label="{} old of at most {}">)"
        R"(<rect class="track" width="100" height="8"/><rect class="fill" width="{:.1f}" height="8"/>)",
        rough(seen), rough(limit), std::max(1.0, within));
    if (seen > limit)
        bar += fmt::format(R"(<rect class="beyond" x="{0:.1f}" width="{1:.1f}" height="8"/>)"
                           R"(<rect class="mark" x="{2:.1f}" width="1.5" height="8"/>)",
                           within, 100 - within, std::max(0.0, within - 0.75));
    return bar + "</svg>";
}

std::string days_chart(std::vector<DayFigures> const& days) {
    std::uint64_t opened = 0, closed = 0, most = 0;
    for (auto const& figures : days) {
        opened += figures.opened;
        closed += figures.closed;
        most = std::max({most, figures.opened, figures.closed});
    }
    auto const width = kColumn * static_cast<double>(std::max(days.size(), kFewestColumns));
    auto const axis = kText + kHalf;
    std::string chart = fmt::format(
        R"(<svg class="days" viewBox="0 0 {} {}" role="img" aria-label="{} opened and {} closed in {} days">)",
        width, 2 * axis + 4, opened, closed, days.size());
    auto const first = width - kColumn * static_cast<double>(days.size());
    auto left = first;
    for (auto const& figures : days) {
        chart += day_bars(figures, left, most, axis);
        left += kColumn;
    }
    chart += fmt::format(R"(<rect class="axis" y="{:.1f}" width="{}" height="1"/>)", axis - 0.5, width);
    chart += label(0, 10, "start", fmt::format("most in a day: {}", most));
    if (!days.empty()) {
        if (days.size() > 1)
            chart += label(first, 2 * axis + 2, "start", short_day(days.front().day));
        chart += label(width, 2 * axis + 2, "end", short_day(days.back().day));
    }
    return chart + "</svg>";
}

}  // namespace sasyncd
