#pragma once

#include <simdjson.h>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace sasyncd {

/// Replaces, in place and at equal length, the escapes of NUL and of lone surrogates by the escape of U+FFFD:
/// PostgreSQL takes neither and simdjson refuses the second. Returns how many there were.
std::uint32_t repair_escapes(std::string& json);

/// Appends `text` (valid UTF-8) as a JSON string, escaped as PostgreSQL's jsonb prints it.
void append_json_string(std::string& out, std::string_view text);

/// Without blanks at either end, as JSON knows blanks.
[[nodiscard]] std::string_view trimmed_json(std::string_view json);

/// Past the quote that ends the string which begins at `at`, or the end of what was cut short.
[[nodiscard]] std::size_t end_of_json_string(std::string_view json, std::size_t at);

/// JSON as it is stored: keys sorted by (length, bytes) as jsonb sorts them, the last of equal keys kept, no blanks,
/// numbers without exponent, NUL and lone surrogates replaced.
class CanonicalJson {
public:
    /// Empty where `json` is no JSON, is nested deeper than 128 levels, or holds a number beyond 64 bits.
    [[nodiscard]] std::optional<std::string> of(std::string_view json, std::uint32_t& repaired);

private:
    simdjson::dom::parser parser_;
};

}  // namespace sasyncd
