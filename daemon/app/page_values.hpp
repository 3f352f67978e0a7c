#pragma once

#include "app/status_watch.hpp"
#include "service/status_page.hpp"
#include "service/under_way.hpp"

namespace sasyncd {

/// A source for the page, `since` after the database told it: what grew too old meanwhile is stale, though nobody could
/// ask again.
[[nodiscard]] PageSource page_source(SourceStatus const& source, std::chrono::milliseconds since);

/// The page from what the database last told and what this process remembers of itself.
[[nodiscard]] StatusPage page_values(StatusWatch const& watch, Wiring const& wiring,
                                     UnderWay const& under_way);

}  // namespace sasyncd
