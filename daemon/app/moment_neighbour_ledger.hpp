#pragma once

#include "app/moments.hpp"
#include "sweep/neighbour_ledger.hpp"

#include <fmt/format.h>

namespace sasyncd {

/// A ledger of neighbours each of whose steps is dated.
class MomentNeighbourLedger final : public NeighbourLedger {
public:
    MomentNeighbourLedger(NeighbourLedger& ledger, Moments& moments) : ledger_(ledger), moments_(moments) {}

    [[nodiscard]] Task<Result<NeighbourKnowledge>> known(std::string account_id, Site site,
                                                         EnrichOptions options) override {
        mark("neighbours known", account_id, site);
        auto known = co_await ledger_.known(std::move(account_id), site, options);
        co_return known;
    }
    [[nodiscard]] Task<Result<std::uint64_t>> record(Leadership leader, Source source, Registry registry,
                                                     ReadList<ListedRepository> list) override {
        mark("repositories of " + registry.instance_id, source.account_id, source.site);
        auto written = co_await ledger_.record(std::move(leader), std::move(source), std::move(registry),
                                               std::move(list));
        co_return written;
    }
    [[nodiscard]] Task<Result<std::uint64_t>> record(Leadership leader, Source source,
                                                     ReadList<ListedCluster> list) override {
        mark("clusters", source.account_id, source.site);
        auto written = co_await ledger_.record(std::move(leader), std::move(source), std::move(list));
        co_return written;
    }
    [[nodiscard]] Task<Status> forget_old_faults(Leadership leader, Source source,
                                                 EnrichOptions options) override {
        mark("neighbours forgotten", source.account_id, source.site);
        auto forgotten = co_await ledger_.forget_old_faults(std::move(leader), std::move(source), options);
        co_return forgotten;
    }

private:
    void mark(std::string const& step, std::string const& account_id, Site site) {
        moments_.mark(fmt::format("{} {}/{}", step, account_id, to_string(site)));
    }

    NeighbourLedger& ledger_;
    Moments& moments_;
};

}  // namespace sasyncd
