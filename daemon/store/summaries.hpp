#pragma once

#include "store/pqxx_bridge.hpp"

#include <cstdint>
#include <string>

namespace sasyncd {

/// The counts of what is open, open_count and standing, follow findings and episodes. Each part of a walk keeps them
/// (fold.hpp), but for those of a source's first walk: there everything is new, and counting it once at the walk's end
/// costs a fraction of it.

/// Leaves the counting of an account for the end of the walk.
void let_summaries_wait(Transaction& transaction, std::string const& account_id);

[[nodiscard]] bool summaries_are_waiting(Transaction& transaction, std::string const& account_id);

/// Makes the counts of an account what they should be; returns the rows that it wrote.
std::uint64_t summarise(Transaction& transaction, std::string const& account_id);

}  // namespace sasyncd
