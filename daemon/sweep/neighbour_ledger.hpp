#pragma once

#include "base/result.hpp"
#include "base/task.hpp"
#include "sweep/neighbours.hpp"
#include "sweep/source.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace sasyncd {

/// What is on record of one list.
struct ListKnowledge {
    bool is_due = true;  ///< never read to its end, or not for `enrich.every`, by the database's clock
    std::string fault;   ///< why it could not be read last time; empty where it could
};

struct KnownRegistry {
    Registry registry;
    ListKnowledge list;
};

/// What is on record of the lists beside a site's findings.
struct NeighbourKnowledge {
    NeighbourKnowledge() = default;

    std::vector<KnownRegistry> registries;  ///< those due, of repositories with present findings
    ListKnowledge clusters;
    bool has_old_faults = false;  ///< of lists that are not asked for any more
};

/// The database as the reading of neighbours sees it. Each call is one transaction, as with `Ledger`.
class NeighbourLedger {
public:
    virtual ~NeighbourLedger() = default;
    [[nodiscard]] virtual Task<Result<NeighbourKnowledge>> known(std::string account_id, Site site,
                                                                 EnrichOptions options) = 0;
    /// Writes what differs from what is on record, and what a complete list lacks as gone; returns how many that were. A
    /// list that was read to its end is not due for a while.
    [[nodiscard]] virtual Task<Result<std::uint64_t>> record(Leadership leader, Source source,
                                                             Registry registry,
                                                             ReadList<ListedRepository> list) = 0;
    [[nodiscard]] virtual Task<Result<std::uint64_t>> record(Leadership leader, Source source,
                                                             ReadList<ListedCluster> list) = 0;
    /// Faults of lists that are not asked for any more stand no longer.
    [[nodiscard]] virtual Task<Status> forget_old_faults(Leadership leader, Source source,
                                                         EnrichOptions options) = 0;
};

}  // namespace sasyncd
