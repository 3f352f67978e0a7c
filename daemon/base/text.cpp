#include "base/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

namespace sasyncd {

namespace {

struct CodePoint {
    char32_t value = 0;
    std::size_t length = 0;  // 0: no valid sequence begins here
};

/// RFC 3629: no overlong forms, no surrogates, nothing above U+10FFFF.
CodePoint decode(std::string_view text) {
    auto const byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    auto const first = byte(0);
    if (first < 0x80)
        return {first, 1};
    std::size_t const length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
    if (first < 0xC2 || first > 0xF4 || text.size() < length)
        return {};
    char32_t value = first & (0xFFU >> (length + 1));
    for (std::size_t i = 1; i < length; ++i) {
        if ((byte(i) & 0xC0) != 0x80)
            return {};
        value = (value << 6) | (byte(i) & 0x3FU);
    }
    bool const is_overlong = (length == 3 && value < 0x800) || (length == 4 && value < 0x10000);
    bool const is_surrogate = value >= 0xD800 && value <= 0xDFFF;
    if (is_overlong || is_surrogate || value > 0x10FFFF)
        return {};
    return {value, length};
}

bool is_hostile(char32_t c) {
    bool const is_control = c < 0x20 || (c >= 0x7F && c < 0xA0);
    bool const is_bidi = c == 0x061C || c == 0x200E || c == 0x200F || (c >= 0x202A && c <= 0x202E) ||
                         (c >= 0x2066 && c <= 0x2069);
    bool const is_break = c == 0x2028 || c == 0x2029 || c == 0xFEFF;
    return is_control || is_bidi || is_break;
}

}  // namespace

std::string printable(std::string_view text, std::size_t limit) {
    std::string out;
    while (!text.empty()) {
        if (out.size() >= limit)
            return out + "…";
        auto const point = decode(text);
        if (point.length == 0) {
            out += fmt::format("\\x{:02x}", static_cast<unsigned char>(text[0]));
            text.remove_prefix(1);
            continue;
        }
        if (point.value == '\n')
            out += "\\n";
        else if (point.value == '\t')
            out += "\\t";
        else if (is_hostile(point.value))
            out += fmt::format("\\u{{{:x}}}", static_cast<std::uint32_t>(point.value));
        else
            out += text.substr(0, point.length);
        text.remove_prefix(point.length);
    }
    return out;
}

std::string repaired_utf8(std::string_view text, std::size_t& repairs) {
    std::string out;
    out.reserve(text.size() + 8);
    while (!text.empty()) {
        auto const point = decode(text);
        if (point.length == 0 || point.value == 0) {
            out += "\xEF\xBF\xBD";
            ++repairs;
            text.remove_prefix(1);
            continue;
        }
        out += text.substr(0, point.length);
        text.remove_prefix(point.length);
    }
    return out;
}

bool is_valid_utf8(std::string_view text) {
    while (!text.empty()) {
        auto const point = decode(text);
        if (point.length == 0)
            return false;
        text.remove_prefix(point.length);
    }
    return true;
}

std::string lower_case(std::string_view text) {
    std::string out(text);
    std::transform(out.begin(), out.end(), out.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    return out;
}

std::size_t edit_distance(std::string_view a, std::string_view b) {
    std::vector<std::size_t> row(b.size() + 1);
    for (std::size_t j = 0; j <= b.size(); ++j)
        row[j] = j;
    for (std::size_t i = 1; i <= a.size(); ++i) {
        auto diagonal = row[0];
        row[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            auto const above = row[j];
            auto const substituted = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
            row[j] = std::min({above + 1, row[j - 1] + 1, substituted});
            diagonal = above;
        }
    }
    return row[b.size()];
}

}  // namespace sasyncd
