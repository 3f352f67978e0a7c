#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace sasyncd {

/// A whole number and one of ms, s, m, h, d: "15m", "0s". Empty where the text is no such thing or exceeds 64 bits.
[[nodiscard]] std::optional<std::chrono::milliseconds> parse_duration(std::string_view text);

/// The shortest text that `parse_duration` reads back as the same duration; 0 is "0s".
[[nodiscard]] std::string format_duration(std::chrono::milliseconds duration);

/// A whole number and one of KiB, MiB, GiB: "16MiB"; bytes.
[[nodiscard]] std::optional<std::uint64_t> parse_size(std::string_view text);

/// The text that `parse_size` reads back; a size that is no multiple of KiB is rounded up to one.
[[nodiscard]] std::string format_size(std::uint64_t bytes);

/// A whole decimal number without sign; empty for anything else, also for what has a leading zero, which other
/// readers of YAML take for octal.
[[nodiscard]] std::optional<std::uint64_t> parse_count(std::string_view text);

/// Digits with at most one decimal point, no sign, no exponent.
[[nodiscard]] std::optional<double> parse_fraction(std::string_view text);

/// Digits that begin with a needless 0 ("010"), 0x… or 0o…: a number whose meaning depends on the reader.
[[nodiscard]] bool looks_octal_or_hex(std::string_view text);

}  // namespace sasyncd
