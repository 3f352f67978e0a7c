#pragma once

#include <simdjson.h>

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>

namespace sasyncd {

// Small answers, read for what is there: what is missing, null or of another type is as if it were not told.

using LooseName = std::initializer_list<char const*>;

/// A body as JSON that PostgreSQL can take: broken UTF-8, NUL and lone surrogates become U+FFFD. Empty where it is no
/// JSON object, or one that is nested too deeply. The element lives as long as the parser, until its next use.
[[nodiscard]] std::optional<simdjson::dom::element> parse_loosely(simdjson::dom::parser& parser,
                                                                  std::string_view body);

/// The member of an object, under the first of these names that it has.
[[nodiscard]] std::optional<simdjson::dom::element> member_of(simdjson::dom::element const& object,
                                                              LooseName names);

/// As number or as text, and not negative.
[[nodiscard]] std::optional<std::int64_t> count_in(simdjson::dom::element const& object, LooseName names);

/// Text, or a number as text, cut between characters to at most `limit` bytes.
[[nodiscard]] std::string text_in(simdjson::dom::element const& object, LooseName names, std::size_t limit);

/// As true and false, in JSON or as text.
[[nodiscard]] std::optional<bool> flag_in(simdjson::dom::element const& object, LooseName names);

}  // namespace sasyncd
