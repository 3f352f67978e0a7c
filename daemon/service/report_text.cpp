#include "service/report_text.hpp"

#include "base/text.hpp"
#include "service/html.hpp"
#include "service/report_figures.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace sasyncd {

namespace {

constexpr std::size_t kMostShown = 5;

class Lines {
public:
    explicit Lines(TextStyle const& style) : style_(style) {}

    void add(std::string const& line) { text_ += line + "\n"; }
    [[nodiscard]] std::string number(std::uint64_t count) const { return grouped(count, style_); }
    [[nodiscard]] std::string take() { return std::move(text_); }

private:
    TextStyle style_;
    std::string text_;
};

void add_sources(Report const& report, Lines& lines) {
    if (report.sources.empty())
        lines.add("No source is on record yet: sasyncd check, then sasyncd sync.");
    for (auto const& source : report.sources) {
        auto const age = source.age ? rough(*source.age) + " old" : std::string("never read whole");
        lines.add(fmt::format("{} {} {}", is_overdue(source) ? "OLD" : "   ",
                              left_aligned(printable(source.name), 28),
                              fmt::format("{}, {}", source.health, age)));
    }
}

void add_levels(Report const& report, Lines& lines) {
    bool const is_known = is_begin_known(report);
    lines.add(fmt::format("{} {} {} {} {}", left_aligned("open", 12), right_aligned("now", 10),
                          right_aligned(iso_day(report.since), 12), right_aligned("unhandled", 10),
                          right_aligned("whitelisted", 12)));
    for (auto const& level : report.levels)
        lines.add(fmt::format("{} {} {} {} {}",
                              left_aligned(level.level.empty() ? "no level" : printable(level.level, 12), 12),
                              right_aligned(lines.number(level.open), 10),
                              right_aligned(is_known ? lines.number(level.open_at_begin) : "not known", 12),
                              right_aligned(lines.number(level.unhandled), 10),
                              right_aligned(lines.number(level.whitelisted), 12)));
}

void add_changes(Report const& report, Lines& lines) {
    auto const sums = sums_of(report);
    lines.add(fmt::format("new {}, came back {}, closed {}, left our view {}, held {}",
                          lines.number(sums.opened), lines.number(sums.reopened), lines.number(sums.closed),
                          lines.number(sums.out_of_scope), lines.number(sums.held)));
    auto const* const removed = removals_of(report);
    if (removed != nullptr)
        lines.add(fmt::format("time to remediate: median {}, nine in ten within {} ({} removed)",
                              rough(removed->median), rough(removed->ninetieth),
                              lines.number(removed->count)));
    else
        lines.add("time to remediate: nothing was removed");
}

void add_places(std::string const& title, Beginning<ReportedPlace> const& places, Lines& lines) {
    if (places.items.empty())
        return;
    lines.add("");
    lines.add(title);
    for (std::size_t i = 0; i < std::min(places.items.size(), kMostShown); ++i) {
        auto const& place = places.items[i];
        lines.add(fmt::format("{} open, {} serious  {}  {}", right_aligned(lines.number(place.open), 7),
                              right_aligned(lines.number(place.serious), 7), printable(place.name, 120),
                              printable(place.account, 60)));
    }
    if (places.all > kMostShown)
        lines.add(fmt::format("and {} more", lines.number(places.all - kMostShown)));
}

}  // namespace

std::string report_text(Report const& report, TextStyle const& style) {
    Lines lines(style);
    lines.add(fmt::format("Malicious files in images, {}, since {}", iso_minute(report.made_at),
                          iso_day(report.since)));
    lines.add("");
    add_sources(report, lines);
    lines.add("");
    add_levels(report, lines);
    lines.add("");
    add_changes(report, lines);
    add_places("worst repositories", report.repositories, lines);
    add_places("worst images", report.images, lines);
    if (report.blind_spots.all > 0) {
        lines.add("");
        lines.add(
            fmt::format("{} places with open findings were not scanned for a week: not scanned is not clean",
                        lines.number(report.blind_spots.all)));
    }
    lines.add("");
    lines.add("sasyncd report --html FILE writes all of it as a page.");
    return lines.take();
}

}  // namespace sasyncd
