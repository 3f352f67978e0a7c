#pragma once

#include "store/patient.hpp"
#include "sweep/ledger.hpp"

#include <functional>
#include <memory>
#include <set>

namespace sasyncd {

/// The ledger in PostgreSQL (migrations/ has its tables). Errors: `lost_lease`, `unavailable` once patience
/// is spent, `unauthorised` with what to grant, `cancelled`, `bug`.
class PgLedger final : public Ledger {
public:
    /// Read-only (`sync --dry-run`): only SELECTs are sent; what would be written is passed over, publish
    /// returns what it would do, in rows, and walk and source are 0 where they do not exist.
    PgLedger(DatabaseThread& writer, Clock& clock, Observer& observer, DatabaseOptions const& options,
             bool read_only);

    using WhenForeseen = std::function<void(std::string const& account_id, Site site, Part const& part)>;
    /// Read-only: who wants to know row by row what would be written.
    void tell_foreseen(WhenForeseen when_foreseen) { when_foreseen_ = std::move(when_foreseen); }

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
    [[nodiscard]] Task<Status> count_what_is_open(Leadership leader);

    Patient calls_;
    bool is_read_only_;
    WhenForeseen when_foreseen_;
    std::set<std::int64_t> first_walks_;  ///< walks of sites of which nothing was on record
};

}  // namespace sasyncd
