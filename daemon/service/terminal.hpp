#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

namespace sasyncd {

/// How text for a person is to be drawn.
struct TextStyle {
    bool is_utf8 = false;  ///< else ASCII only
    std::size_t width = 80;
    std::size_t height = 24;
};

/// Size by the terminal behind the file descriptor (1000 columns where there is none, since nothing wraps there),
/// UTF-8 by LC_ALL, LC_CTYPE, LANG.
[[nodiscard]] TextStyle style_of(int file_descriptor);

/// 1234567 → "1 234 567", thin blanks where the style allows them, so that a number stays one word.
[[nodiscard]] std::string grouped(std::uint64_t number, TextStyle const& style);

/// "850 ms", "4.2 s", "3 min 05 s", "2 h 05 min".
[[nodiscard]] std::string spoken(std::chrono::milliseconds duration);

/// How many columns valid UTF-8 takes: one a code point, none for combining marks, two for wide scripts.
[[nodiscard]] std::size_t columns(std::string_view text);

/// Cut to `width` columns, ending in an ellipsis where something was cut.
[[nodiscard]] std::string clipped(std::string_view text, std::size_t width, TextStyle const& style);

/// `text` padded with blanks to `width` columns.
[[nodiscard]] std::string left_aligned(std::string_view text, std::size_t width);
[[nodiscard]] std::string right_aligned(std::string_view text, std::size_t width);

/// A bar of `width` cells, `part` of `whole` of them filled. Whole 0: nothing is known, nothing filled.
[[nodiscard]] std::string bar(std::uint64_t part, std::uint64_t whole, std::size_t width,
                              TextStyle const& style);

}  // namespace sasyncd
