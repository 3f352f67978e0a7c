#pragma once

#include <chrono>
#include <string>
#include <string_view>

namespace sasyncd {

/// Strangers' text made fit to stand in a page, between tags or in a quoted attribute: what `printable` makes visible,
/// and `& < > " '` as entities.
[[nodiscard]] std::string html(std::string_view text, std::size_t limit = 300);

/// The same as an element of its own, so that letters written from right to left do not turn round what stands beside.
[[nodiscard]] std::string isolated(std::string_view text, std::size_t limit = 300);

/// As a person says it, in at most two units: "12 s", "5 min", "3 h 20 min", "2 d 4 h".
[[nodiscard]] std::string rough(std::chrono::milliseconds span);

}  // namespace sasyncd
