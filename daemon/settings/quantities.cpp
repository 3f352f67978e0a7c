#include "settings/quantities.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <limits>

namespace sasyncd {

namespace {

struct Unit {
    std::string_view name;
    std::uint64_t factor;
};

// From large to small, as they are preferred in print.
constexpr std::array<Unit, 5> kDurations{
    {{"d", 86'400'000}, {"h", 3'600'000}, {"m", 60'000}, {"s", 1000}, {"ms", 1}}};
constexpr std::array<Unit, 3> kSizes{{{"GiB", 1ULL << 30U}, {"MiB", 1ULL << 20U}, {"KiB", 1ULL << 10U}}};

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

template <class Units>
std::optional<std::uint64_t> parse_with_unit(std::string_view text, Units const& units) {
    auto const letters =
        static_cast<std::size_t>(std::find_if_not(text.begin(), text.end(), is_digit) - text.begin());
    auto const number = parse_count(text.substr(0, letters));
    auto const unit = std::find_if(units.begin(), units.end(),
                                   [&](Unit const& u) { return u.name == text.substr(letters); });
    constexpr auto most = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
    if (!number || unit == units.end() || *number > most / unit->factor)
        return std::nullopt;
    return *number * unit->factor;
}

template <class Units>
std::string format_with_unit(std::uint64_t amount, Units const& units) {
    for (auto const& unit : units)
        if (amount % unit.factor == 0)
            return fmt::format("{}{}", amount / unit.factor, unit.name);
    auto const& smallest = units.back();
    return fmt::format("{}{}", amount / smallest.factor + 1, smallest.name);
}

}  // namespace

std::optional<std::chrono::milliseconds> parse_duration(std::string_view text) {
    auto const amount = parse_with_unit(text, kDurations);
    if (!amount)
        return std::nullopt;
    return std::chrono::milliseconds(static_cast<std::int64_t>(*amount));
}

std::string format_duration(std::chrono::milliseconds duration) {
    if (duration.count() <= 0)
        return "0s";
    return format_with_unit(static_cast<std::uint64_t>(duration.count()), kDurations);
}

std::optional<std::uint64_t> parse_size(std::string_view text) {
    return parse_with_unit(text, kSizes);
}

std::string format_size(std::uint64_t bytes) {
    return bytes == 0 ? "0KiB" : format_with_unit(bytes, kSizes);
}

std::optional<std::uint64_t> parse_count(std::string_view text) {
    std::uint64_t number = 0;
    auto const end = text.data() + text.size();
    auto const [stop, error] = std::from_chars(text.data(), end, number);
    if (error != std::errc() || stop != end || (text.size() > 1 && text[0] == '0'))
        return std::nullopt;
    return number;
}

std::optional<double> parse_fraction(std::string_view text) {
    auto const point = text.find('.');
    auto const whole = text.substr(0, point);
    auto const rest = point == std::string_view::npos ? std::string_view("0") : text.substr(point + 1);
    auto const is_number = [](std::string_view part) {
        return !part.empty() && std::all_of(part.begin(), part.end(), is_digit);
    };
    if (!is_number(whole) || !is_number(rest) || (whole.size() > 1 && whole[0] == '0'))
        return std::nullopt;
    double number = 0;
    auto const end = text.data() + text.size();
    auto const [stop, error] = std::from_chars(text.data(), end, number);
    if (error != std::errc() || stop != end)
        return std::nullopt;
    return number;
}

bool looks_octal_or_hex(std::string_view text) {
    if (text.size() < 2 || text[0] != '0')
        return false;
    return is_digit(text[1]) || text[1] == 'x' || text[1] == 'X' || text[1] == 'o';
}

}  // namespace sasyncd
