#pragma once

#include "sweep/piece.hpp"

#include <set>

namespace sasyncd {

/// The RepoRegionIds that the API has listed so far, and those met in rows.
[[nodiscard]] std::set<std::string> regions_to_ask(std::map<std::string, std::int64_t> const& seen);

/// Asks every known region of an unfiltered source, those that the last whole walk knew (`before`) among them, how much
/// it holds, with pages of size 1, and walks those that report more than the walk saw there by more than the last whole
/// walk of the region confirmed. Fills `certificate.regions`. An error only where publishing failed.
[[nodiscard]] Task<Status> ask_regions(PieceContext& context,
                                       std::map<std::string, RegionCount> const& before,
                                       SourceMemory const& memory);

}  // namespace sasyncd
