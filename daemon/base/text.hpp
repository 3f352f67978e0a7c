#pragma once

#include <string>
#include <string_view>

namespace sasyncd {

/// Text of strangers made fit for a log line or a terminal: control characters, ESC, line breaks, bidirectional
/// overrides and broken UTF-8 become visible escapes; longer than `limit` bytes ends in an ellipsis.
[[nodiscard]] std::string printable(std::string_view text, std::size_t limit = 300);

/// `text` with every byte that is no valid UTF-8, and NUL, replaced by U+FFFD. Adds the number of replacements to
/// `repairs`.
[[nodiscard]] std::string repaired_utf8(std::string_view text, std::size_t& repairs);

[[nodiscard]] bool is_valid_utf8(std::string_view text);

[[nodiscard]] std::string lower_case(std::string_view text);

/// The candidate nearest to `word` by edit distance, empty where none is near enough to be a slip of the pen.
template <class Names>
[[nodiscard]] std::string nearest(std::string_view word, Names const& names);

[[nodiscard]] std::size_t edit_distance(std::string_view a, std::string_view b);

template <class Names>
std::string nearest(std::string_view word, Names const& names) {
    std::string best;
    std::size_t best_distance = word.size() / 2 + 1;
    for (auto const& name : names) {
        auto const distance = edit_distance(word, name);
        if (distance < best_distance) {
            best_distance = distance;
            best = name;
        }
    }
    return best;
}

}  // namespace sasyncd
