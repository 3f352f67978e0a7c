#include "app/report_period.hpp"

#include "base/text.hpp"
#include "settings/quantities.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <charconv>

namespace sasyncd {

namespace {

constexpr std::chrono::seconds kUsual = std::chrono::hours(24 * 30);
constexpr std::chrono::seconds kLongest = std::chrono::hours(24 * 3660);

Error not_understood(std::string_view text) {
    return {ErrorKind::rejected, fmt::format("--since takes a duration such as 30d or 12h, ten years at "
                                             "most, or a day such as 2026-10-01, not {}",
                                             printable(text, 40))};
}

/// Of digits only.
int number_of(std::string_view digits) {
    int number = 0;
    std::from_chars(digits.data(), digits.data() + digits.size(), number);
    return number;
}

/// YYYY-MM-DD, where there is such a day.
std::optional<std::chrono::sys_days> parse_day(std::string_view text) {
    static constexpr std::string_view kForm = "0000-00-00";
    bool const is_formed =
        text.size() == kForm.size() &&
        std::equal(text.begin(), text.end(), kForm.begin(), [](char c, char form) {
            return form == '-' ? c == '-' : std::isdigit(static_cast<unsigned char>(c)) != 0;
        });
    if (!is_formed)
        return std::nullopt;
    std::chrono::year_month_day const date(
        std::chrono::year(number_of(text.substr(0, 4))),
        std::chrono::month(static_cast<unsigned>(number_of(text.substr(5, 2)))),
        std::chrono::day(static_cast<unsigned>(number_of(text.substr(8, 2)))));
    bool const is_plausible = date.ok() && date.year() >= std::chrono::year(2010);
    return is_plausible ? std::optional(std::chrono::sys_days(date)) : std::nullopt;
}

}  // namespace

Result<ReportPeriod> parse_report_period(std::string_view text) {
    ReportPeriod period;
    period.span = kUsual;
    if (text.empty())
        return period;
    period.day = parse_day(text);
    if (period.day)
        return period;
    auto const duration = parse_duration(text);
    if (!duration || *duration < std::chrono::seconds(1) || *duration > kLongest)
        return not_understood(text);
    period.span = std::chrono::duration_cast<std::chrono::seconds>(*duration);
    return period;
}

}  // namespace sasyncd
