#pragma once

#include "base/clock.hpp"
#include "base/log.hpp"
#include "sweep/observer.hpp"
#include "sweep/page_reader.hpp"
#include "sweep/quota.hpp"
#include "sweep/site_ledger.hpp"

namespace sasyncd {

/// What enrichment is made of; all outlive it.
struct EnrichmentParts {
    PageReader& pages;  ///< the plain one
    SubscriptionReader& subscription;
    Quota& quota;
    SiteLedger& ledger;
    Observer& observer;
    Clock& clock;
    Log log;
    EnrichOptions const& options;
    std::uint32_t page_size;
    SteadyTime deadline;
};

/// Reads what a site tells beside its findings (names of malware, edition, scan quota), where that is due, and hands it
/// to the ledger. Each is a permission of its own and none is needed: whatever goes wrong is logged and put on record,
/// costs few attempts, and changes nothing else. Begins after the source's walk has ended; `is_comparable`: that walk
/// was whole, and of the whole site.
[[nodiscard]] Task<void> enrich(EnrichmentParts const& parts, Source source, Leadership leader,
                                bool is_comparable);

}  // namespace sasyncd
