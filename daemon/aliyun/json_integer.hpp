#pragma once

#include "aliyun/page_text.hpp"

#include <bit>
#include <cstdint>
#include <cstring>
#include <optional>
#include <string_view>

namespace sasyncd {

/// An integer given as JSON number or as text, as the API mixes them, in any spelling of JSON: 15, 15.0, 1.5e1.
/// `is_absent` for null and empty text; neither absent nor with a value: something else, or beyond 64 bits.
struct Integer {
    std::optional<std::int64_t> value;
    bool is_absent = false;
};

namespace json_integer {

/// The number that the first `count` bytes of `text`, 1 to 8, are; `are_digits` becomes false where one of them is no
/// digit. Eight bytes can be read. All at once, since digit by digit each step would wait for the one before.
[[nodiscard]] inline std::uint64_t parse_eight(char const* text, std::size_t count, bool& are_digits) {
    std::uint64_t word = 0;
    std::memcpy(&word, text, 8);
    if constexpr (std::endian::native == std::endian::big)
        word = __builtin_bswap64(word);
    word = (word ^ 0x3030303030303030)
           << (8 * (8 - count));  // the first digit in the lowest byte that counts
    are_digits = are_digits && ((word | (word + 0x7676767676767676)) & 0x8080808080808080) == 0;
    // Neighbours are joined: eight digits, four pairs, two fours, one number.
    word = (word * 10 + (word >> 8)) & 0x00FF00FF00FF00FF;
    word = (word * 100 + (word >> 16)) & 0x0000FFFF0000FFFF;
    return (word * 10000 + (word >> 32)) & 0xFFFFFFFF;
}

}  // namespace json_integer

/// Up to 16 digits and nothing else, as nearly all integers of the API are. Eight bytes behind `text` can be read.
[[nodiscard]] inline std::optional<std::int64_t> parse_digits(std::string_view text) {
    bool are_digits = !text.empty() && text.size() <= 16;
    if (!are_digits)
        return std::nullopt;
    std::uint64_t value = 0;
    auto const rest = text.size() > 8 ? text.size() - 8 : 0;
    if (rest > 0)
        value = json_integer::parse_eight(text.data(), rest, are_digits) * 100'000'000;
    value += json_integer::parse_eight(text.data() + rest, text.size() - rest, are_digits);
    return are_digits ? std::optional(static_cast<std::int64_t>(value)) : std::nullopt;
}

/// Reads a value whose text begins with `token` (as `raw_json_token()` gives it). Errors: kNeedsRepair.
[[nodiscard]] simdjson::error_code read_integer(simdjson::ondemand::value& value, std::string_view token,
                                                PageText& text, Integer& integer);

}  // namespace sasyncd
