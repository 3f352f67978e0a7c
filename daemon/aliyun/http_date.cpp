#include "aliyun/http_date.hpp"

#include <algorithm>
#include <charconv>

namespace sasyncd {

namespace {

constexpr std::string_view kMonths = "JanFebMarAprMayJunJulAugSepOctNovDec";

/// The digits of `text`, all of it; -1 for anything else.
int number_in(std::string_view text) {
    int value = -1;
    if (text.front() == '-')
        return value;
    auto const [end, fault] = std::from_chars(text.data(), text.data() + text.size(), value);
    return fault == std::errc() && end == text.data() + text.size() ? value : -1;
}

}  // namespace

std::optional<SystemTime> parse_http_date(std::string_view text) {
    constexpr std::string_view kForm = "ddd, dd mmm yyyy hh:mm:ss GMT";
    bool const has_form = text.size() == kForm.size() &&
                          std::equal(text.begin(), text.end(), kForm.begin(), [](char given, char wanted) {
                              return (wanted >= 'a' && wanted <= 'z') || given == wanted;
                          });
    if (!has_form)
        return std::nullopt;
    auto const month = kMonths.find(text.substr(8, 3));
    auto const day = number_in(text.substr(5, 2));
    auto const year = number_in(text.substr(12, 4));
    auto const hour = number_in(text.substr(17, 2));
    auto const minute = number_in(text.substr(20, 2));
    auto const second = number_in(text.substr(23, 2));
    if (month == std::string_view::npos || month % 3 != 0 || day < 1 || year < 0 || hour < 0 || hour > 23 ||
        minute < 0 || minute > 59 || second < 0 || second > 60)
        return std::nullopt;
    std::chrono::year_month_day const date(std::chrono::year(year),
                                           std::chrono::month(static_cast<unsigned>(month / 3 + 1)),
                                           std::chrono::day(static_cast<unsigned>(day)));
    if (!date.ok())
        return std::nullopt;
    return std::chrono::sys_days(date) + std::chrono::hours(hour) + std::chrono::minutes(minute) +
           std::chrono::seconds(second);
}

}  // namespace sasyncd
