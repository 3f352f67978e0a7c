#include "aliyun/json_integer.hpp"

#include "aliyun/json_text.hpp"

#include <charconv>
#include <cmath>

namespace sasyncd {

namespace {

std::optional<std::int64_t> parse_integer(std::string_view text) {
    auto const* const end = text.data() + text.size();
    std::int64_t whole = 0;
    if (auto const [rest, fault] = std::from_chars(text.data(), end, whole);
        fault == std::errc() && rest == end)
        return whole;
    double number = 0;
    auto const [rest, fault] = std::from_chars(text.data(), end, number);
    constexpr double limit = 9007199254740992;  // beyond it a double no longer tells integers apart
    if (fault != std::errc() || rest != end || !(std::abs(number) <= limit) || number != std::trunc(number))
        return std::nullopt;
    return static_cast<std::int64_t>(number);
}

}  // namespace

simdjson::error_code read_integer(simdjson::ondemand::value& value, std::string_view token, PageText& text,
                                  Integer& integer) {
    integer = {parse_digits(token), false};
    if (integer.value)
        return simdjson::SUCCESS;
    auto digits = trimmed_json(token);
    if (!digits.empty() && digits[0] == '"') {
        auto const error = text.read(value, token, digits);
        if (error)
            return error == kNeedsRepair ? error : simdjson::SUCCESS;
        digits = trimmed_json(digits);
        integer.is_absent = digits.empty();
    } else {
        integer.is_absent = digits == "null";
    }
    if (!integer.is_absent)
        integer.value = parse_integer(digits);
    return simdjson::SUCCESS;
}

}  // namespace sasyncd
