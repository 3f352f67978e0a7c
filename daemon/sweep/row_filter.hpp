#pragma once

#include "findings/row.hpp"
#include "sweep/options.hpp"

namespace sasyncd {

/// False where the row shows that a filter was not honoured: its Level, Status, MaliciousMd5 or RepoRegionId is another
/// than the one asked for. Says nothing of parameters that rows do not show.
[[nodiscard]] bool may_match(Row const& row, Parameters const& filter);

}  // namespace sasyncd
