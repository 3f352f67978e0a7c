#pragma once

#include "app/moments.hpp"
#include "sweep/ledger.hpp"

namespace sasyncd {

/// A ledger each of whose steps is dated.
class MomentLedger final : public Ledger {
public:
    MomentLedger(Ledger& ledger, Moments& moments) : ledger_(ledger), moments_(moments) {}

    [[nodiscard]] Task<Result<WalkStart>> begin_walk(Leadership leader, Source source,
                                                     std::int64_t sweep_id) override;
    [[nodiscard]] Task<Result<Baseline>> load_baseline(std::string account_id, Site site) override;
    [[nodiscard]] Task<Result<PartOutcome>> publish(Leadership leader, Site site, Part part) override;
    [[nodiscard]] Task<Result<std::vector<RowOutline>>> describe(std::string account_id, Site site,
                                                                 std::vector<Key> keys) override;
    [[nodiscard]] Task<Result<std::vector<std::string>>> known_md5s(std::string account_id,
                                                                    Site site) override;
    [[nodiscard]] Task<Result<FuseCounts>> fuse_counts(std::string account_id, Site site) override;
    [[nodiscard]] Task<Status> end_walk(Leadership leader, Site site, WalkEnd end) override;

private:
    void mark(char const* step, std::string const& account_id, Site site);

    Ledger& ledger_;
    Moments& moments_;
};

}  // namespace sasyncd
