#pragma once

#include <cstddef>
#include <string_view>

namespace sasyncd {

/// What `plain_canonical` copies at once: so much behind what it reads can be read, and behind what it writes be
/// overwritten.
inline constexpr std::size_t kPlainSlack = 16;

/// A short way to what `CanonicalJson` makes of JSON inside a JSON string, for documents as HighLight holds them: one
/// object of texts, integers, and arrays of those numbers, without blanks or further escapes. `escaped` is what stands
/// between the quotes of the string, its closing quote behind it. Writes the canonical form to `out`, never longer
/// than `escaped`, and returns its length; 0 where the document is not that plain, or no JSON.
[[nodiscard]] std::size_t plain_canonical(std::string_view escaped, char* out);

}  // namespace sasyncd
