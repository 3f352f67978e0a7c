#pragma once

#include "store/patient.hpp"
#include "sweep/neighbour_ledger.hpp"

namespace sasyncd {

/// The lists beside the findings in PostgreSQL. Errors as of `PgLedger`. Read-only (options.read_only): writes nothing.
class NeighbourBook final : public NeighbourLedger {
public:
    NeighbourBook(DatabaseThread& thread, Clock& clock, Observer& observer, DatabaseOptions const& options)
        : calls_(thread, clock, observer, options) {}

    [[nodiscard]] Task<Result<NeighbourKnowledge>> known(std::string account_id, Site site,
                                                         EnrichOptions options) override;
    [[nodiscard]] Task<Result<std::uint64_t>> record(Leadership leader, Source source, Registry registry,
                                                     ReadList<ListedRepository> list) override;
    [[nodiscard]] Task<Result<std::uint64_t>> record(Leadership leader, Source source,
                                                     ReadList<ListedCluster> list) override;
    [[nodiscard]] Task<Status> forget_old_faults(Leadership leader, Source source,
                                                 EnrichOptions options) override;

private:
    Patient calls_;
};

}  // namespace sasyncd
