#pragma once

#include "app/entitlement.hpp"
#include "app/wiring.hpp"

namespace sasyncd {

/// What came of one account in a sweep.
struct AccountOutcome {
    int status = 0;  ///< the gravest of its sources'; sites that are not entitled left out
    std::vector<std::string> not_entitled;  ///< names of sources
};

/// One sweep over one account, its sites side by side, by the process that leads it.
class AccountSweep {
public:
    /// `tries_all`: sites that the account turned out not to use are tried too, instead of once a day.
    AccountSweep(Wiring& wiring, AccountClient& client, Leadership leader, std::int64_t sweep_id,
                 bool tries_all)
        : wiring_(wiring),
          client_(client),
          leader_(std::move(leader)),
          sweep_id_(sweep_id),
          tries_all_(tries_all) {}

    /// Never throws for what the API or the database does; each failure is logged here.
    [[nodiscard]] Task<AccountOutcome> run();

private:
    [[nodiscard]] Task<Result<std::vector<Source>>> plan();
    [[nodiscard]] Task<std::vector<SourceWalk>> walk_all(std::vector<Source> sources);
    [[nodiscard]] Task<SourceWalk> walk_source(Source source);
    [[nodiscard]] Clock& clock() const;
    /// What else the site tells, and what lies beside its findings, where the walk shows that it answers.
    [[nodiscard]] Task<void> enrich_source(SourceWalk const& walked);
    [[nodiscard]] Task<void> read_names_of(SourceWalk const& walked);
    [[nodiscard]] Task<void> read_neighbours_of(Source source);
    /// When to stop with what nothing depends on.
    [[nodiscard]] SteadyTime enrichment_deadline() const;
    /// Whether the account does not use the site of this walk, which is put on record.
    [[nodiscard]] Task<Result<bool>> judge(SourceWalk const& walk, std::vector<SourceWalk> const& walks);
    void tell(SourceWalk const& walk);

    Wiring& wiring_;
    AccountClient& client_;
    Leadership leader_;
    std::int64_t sweep_id_;
    bool tries_all_;
};

}  // namespace sasyncd
