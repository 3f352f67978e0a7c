#include "service/report_figures.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace sasyncd {

namespace {

struct EndingName {
    std::string_view kind;
    std::string_view name;
};

constexpr std::array kEndings = {
    EndingName{"removed", "Removed"},
    EndingName{"whitelisted", "Whitelisted before it went"},
    EndingName{"went_on", "Went on under another image"},
    EndingName{"out_of_scope", "Left our view"},
    EndingName{"source_retired", "Source retired"},
};

std::string formatted(std::chrono::system_clock::time_point time, char const* format) {
    return fmt::format(fmt::runtime(format), fmt::gmtime(std::chrono::system_clock::to_time_t(time)));
}

bool is_in_use(ReportedSource const& source) {
    return source.health != "retired" && source.health != "not_entitled";
}

}  // namespace

ReportSums sums_of(Report const& report) {
    ReportSums sums;
    for (auto const& level : report.levels) {
        sums.open += level.open;
        sums.open_at_begin += level.open_at_begin;
        sums.whitelisted += level.whitelisted;
    }
    for (auto const& day : report.days) {
        sums.opened += day.opened;
        sums.initial += day.initial;
        sums.reopened += day.reopened;
        sums.closed += day.closed;
        sums.out_of_scope += day.out_of_scope;
    }
    for (auto const& source : report.sources)
        sums.held += source.held;
    return sums;
}

bool is_begin_known(Report const& report) {
    if (report.days.empty() || report.days.front().day > report.since)
        return false;
    return report.days.front().initial == 0 || sums_of(report).open_at_begin > 0;
}

bool is_overdue(ReportedSource const& source) {
    bool const is_old = !source.age || *source.age > source.limit;
    return is_in_use(source) && source.health != "new" && is_old;
}

bool is_unread(ReportedSource const& source) {
    return is_in_use(source) && !source.age;
}

ReportedEnding const* removals_of(Report const& report) {
    auto const found = std::find_if(report.endings.begin(), report.endings.end(),
                                    [](auto const& ending) { return ending.kind == "removed"; });
    return found == report.endings.end() ? nullptr : &*found;
}

std::string_view name_of_ending(std::string_view kind) {
    auto const* const found = std::find_if(kEndings.begin(), kEndings.end(),
                                           [&](EndingName const& ending) { return ending.kind == kind; });
    return found == kEndings.end() ? kind : found->name;
}

std::string iso_day(std::chrono::sys_days day) {
    return formatted(day, "{:%F}");
}

std::string iso_minute(SystemTime time) {
    return formatted(time, "{:%F %H:%M} UTC");
}

}  // namespace sasyncd
