#include "service/terminal.hpp"

#include "base/text.hpp"

#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>

namespace sasyncd {

namespace {

constexpr std::string_view kThinBlank = "\u202F";  // narrow, and no place to break a line at

/// The first of them that says anything decides, as in setlocale(3).
bool is_utf8_locale() {
    for (char const* name : {"LC_ALL", "LC_CTYPE", "LANG"}) {
        char const* value = std::getenv(name);
        if (value == nullptr || *value == '\0')
            continue;
        auto const text = lower_case(value);
        return text.find("utf-8") != std::string::npos || text.find("utf8") != std::string::npos;
    }
    return false;
}

/// One character of valid UTF-8 and its place in the code.
struct Glyph {
    char32_t code = 0;
    std::size_t bytes = 1;
};

Glyph first_glyph(std::string_view text) {
    auto const byte = static_cast<unsigned char>(text[0]);
    std::size_t const length = byte < 0x80 ? 1 : byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : 2;
    Glyph glyph{byte & (length == 1 ? 0x7FU : 0xFFU >> (length + 1)), std::min(length, text.size())};
    for (std::size_t i = 1; i < glyph.bytes; ++i)
        glyph.code = (glyph.code << 6) | (static_cast<unsigned char>(text[i]) & 0x3FU);
    return glyph;
}

std::size_t columns_of(char32_t code) {
    bool const is_combining = (code >= 0x0300 && code <= 0x036F) || code == 0x200B || code == 0x200D;
    bool const is_wide = (code >= 0x1100 && code <= 0x115F) || (code >= 0x2E80 && code <= 0xA4CF) ||
                         (code >= 0xAC00 && code <= 0xD7A3) || (code >= 0xF900 && code <= 0xFAFF) ||
                         (code >= 0xFE30 && code <= 0xFE6F) || (code >= 0xFF00 && code <= 0xFF60) ||
                         (code >= 0x1F300 && code <= 0x1FAFF) || (code >= 0x20000 && code <= 0x3FFFD);
    return is_combining ? 0 : is_wide ? 2 : 1;
}

std::string padding(std::string_view text, std::size_t width) {
    auto const used = columns(text);
    return std::string(used < width ? width - used : 0, ' ');
}

}  // namespace

TextStyle style_of(int file_descriptor) {
    TextStyle style;
    style.is_utf8 = is_utf8_locale();
    winsize size{};
    if (isatty(file_descriptor) == 0) {
        style.width = 1000;
    } else if (ioctl(file_descriptor, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 && size.ws_row > 0) {
        style.width = size.ws_col;
        style.height = size.ws_row;
    }
    return style;
}

std::string grouped(std::uint64_t number, TextStyle const& style) {
    auto const digits = std::to_string(number);
    std::string out;
    for (std::size_t i = 0; i < digits.size(); ++i) {
        if (i > 0 && (digits.size() - i) % 3 == 0)
            out += style.is_utf8 ? kThinBlank : " ";
        out += digits[i];
    }
    return out;
}

std::string spoken(std::chrono::milliseconds duration) {
    auto const ms = std::max<std::int64_t>(0, duration.count());
    if (ms < 1000)
        return fmt::format("{} ms", ms);
    if (ms < 59'950)
        return fmt::format("{:.1f} s", static_cast<double>(ms) / 1000);
    auto const seconds = (ms + 500) / 1000;
    if (seconds < 3600)
        return fmt::format("{} min {:02} s", seconds / 60, seconds % 60);
    return fmt::format("{} h {:02} min", seconds / 3600, seconds / 60 % 60);
}

std::size_t columns(std::string_view text) {
    std::size_t sum = 0;
    while (!text.empty()) {
        auto const glyph = first_glyph(text);
        sum += columns_of(glyph.code);
        text.remove_prefix(glyph.bytes);
    }
    return sum;
}

std::string clipped(std::string_view text, std::size_t width, TextStyle const& style) {
    if (columns(text) <= width)
        return std::string(text);
    std::string const ellipsis = style.is_utf8 ? "…" : width < 3 ? "" : "...";
    auto const room = width < columns(ellipsis) ? 0 : width - columns(ellipsis);
    std::size_t used = 0;
    std::size_t bytes = 0;
    while (bytes < text.size()) {
        auto const glyph = first_glyph(text.substr(bytes));
        if (used + columns_of(glyph.code) > room)
            break;
        used += columns_of(glyph.code);
        bytes += glyph.bytes;
    }
    return std::string(text.substr(0, bytes)) + (width == 0 ? "" : ellipsis);
}

std::string left_aligned(std::string_view text, std::size_t width) {
    return std::string(text) + padding(text, width);
}

std::string right_aligned(std::string_view text, std::size_t width) {
    return padding(text, width) + std::string(text);
}

std::string bar(std::uint64_t part, std::uint64_t whole, std::size_t width, TextStyle const& style) {
    auto const share = whole == 0 ? 0.0 : static_cast<double>(part) / static_cast<double>(whole);
    auto const filled = std::min(width, static_cast<std::size_t>(share * static_cast<double>(width)));
    std::string out;
    for (std::size_t i = 0; i < width; ++i)
        out += i < filled ? (style.is_utf8 ? "█" : "#") : (style.is_utf8 ? "░" : ".");
    return out;
}

}  // namespace sasyncd
