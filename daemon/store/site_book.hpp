#pragma once

#include "store/patient.hpp"
#include "sweep/site_ledger.hpp"

namespace sasyncd {

/// Names of malware, editions and scan quotas in PostgreSQL. Errors as of `PgLedger`. Read-only (options.read_only):
/// writes nothing.
class SiteBook final : public SiteLedger {
public:
    SiteBook(DatabaseThread& thread, Clock& clock, Observer& observer, DatabaseOptions const& options)
        : calls_(thread, clock, observer, options) {}

    [[nodiscard]] Task<Result<SiteKnowledge>> known(std::string account_id, Site site,
                                                    Milliseconds every) override;
    [[nodiscard]] Task<Result<Witness>> record(Leadership leader, Source source, SiteNews news) override;

private:
    Patient calls_;
};

}  // namespace sasyncd
