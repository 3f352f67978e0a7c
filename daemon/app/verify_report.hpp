#pragma once

#include "store/verification.hpp"

#include <string>

namespace sasyncd {

/// How many differences of one check are named before the others are only counted.
inline constexpr std::size_t kShownDifferences = 100;

/// `finding image-1 0123…: level is remind, expected serious`. Strangers' text is escaped.
[[nodiscard]] std::string difference_line(Discrepancy const& difference);

/// Names the differences of a check, a line each, and how many more there are, on stdout.
void print_differences(std::string const& account, CheckOutcome const& check);

/// All of a verification, and what it comes to: `prod: verified 12 345 occurrences, …: no difference`.
void print_verification(std::string const& account, Verification const& verification);

}  // namespace sasyncd
