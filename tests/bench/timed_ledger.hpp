#pragma once

#include "sweep/ledger.hpp"

namespace sasyncd::bench {

/// A ledger that tells how long the long calls took: where the time of a sweep goes.
class TimedLedger final : public Ledger {
public:
    explicit TimedLedger(Ledger& ledger) : ledger_(ledger) {}

    /// Seconds, since the last `reset`.
    [[nodiscard]] double publishing() const { return publishing_; }
    [[nodiscard]] double loading() const { return loading_; }
    void reset() { publishing_ = loading_ = 0; }

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
    Ledger& ledger_;
    double publishing_ = 0;
    double loading_ = 0;
};

}  // namespace sasyncd::bench
