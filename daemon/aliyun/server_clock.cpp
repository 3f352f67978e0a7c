#include "aliyun/server_clock.hpp"

#include "aliyun/http_date.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>

namespace sasyncd {

namespace {

constexpr auto kLargestSkew = std::chrono::hours(24);

/// `count` digits of `text` from `at` on; -1 for anything else.
int digits(std::string_view text, std::size_t at, std::size_t count) {
    int value = 0;
    for (char const c : text.substr(at, count)) {
        if (c < '0' || c > '9')
            return -1;
        value = 10 * value + (c - '0');
    }
    return value;
}

}  // namespace

Result<std::chrono::seconds> skew_by(HttpResponse const& response, Clock const& clock) {
    auto const theirs = parse_http_date(response.header("date"));
    if (!theirs)
        return Error(ErrorKind::unauthorised, "cannot learn the server's clock (no usable Date)");
    auto const skew = std::chrono::round<std::chrono::seconds>(*theirs - clock.system_now());
    if (skew > kLargestSkew || skew < -kLargestSkew)
        return Error(ErrorKind::unauthorised, "the server's clock and ours are more than a day apart");
    return skew;
}

std::string acs_date(SystemTime time) {
    return fmt::format("{:%Y-%m-%dT%H:%M:%SZ}", fmt::gmtime(std::chrono::system_clock::to_time_t(time)));
}

std::optional<SystemTime> parse_acs_date(std::string_view text) {
    if (text.size() != 20 || text[4] != '-' || text[7] != '-' || text[10] != 'T' || text[13] != ':' ||
        text[16] != ':' || text[19] != 'Z')
        return std::nullopt;
    auto const year = digits(text, 0, 4), month = digits(text, 5, 2), day = digits(text, 8, 2);
    auto const hour = digits(text, 11, 2), minute = digits(text, 14, 2), second = digits(text, 17, 2);
    if (year < 0 || month < 0 || day < 0 || hour < 0 || hour > 23 || minute < 0 || minute > 59 ||
        second < 0 || second > 60)
        return std::nullopt;
    std::chrono::year_month_day const date(std::chrono::year(year),
                                           std::chrono::month(static_cast<unsigned>(month)),
                                           std::chrono::day(static_cast<unsigned>(day)));
    if (!date.ok())
        return std::nullopt;
    return std::chrono::sys_days(date) + std::chrono::hours(hour) + std::chrono::minutes(minute) +
           std::chrono::seconds(second);
}

}  // namespace sasyncd
