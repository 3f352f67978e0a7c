#pragma once

#include "base/clock.hpp"
#include "base/log.hpp"
#include "sweep/neighbour_ledger.hpp"
#include "sweep/observer.hpp"
#include "sweep/quota.hpp"

namespace sasyncd {

/// What the reading of neighbours is made of; all outlive it.
struct NeighbourParts {
    NeighbourReader& reader;
    Quota& site_quota;
    Quota& registry_quota;
    NeighbourLedger& ledger;
    Observer& observer;
    Clock& clock;
    Log log;
    EnrichOptions const& options;
    std::uint32_t page_size;
    SteadyTime deadline;
};

/// Reads the lists beside a site's findings that are wanted and due (repositories of the registries that findings name,
/// clusters), and hands each to the ledger. None is needed: whatever goes wrong is logged and put on record, costs few
/// attempts, and changes nothing else.
[[nodiscard]] Task<void> read_neighbours(NeighbourParts const& parts, Source source, Leadership leader);

}  // namespace sasyncd
