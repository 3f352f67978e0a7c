#pragma once

#include "app/account_client.hpp"
#include "app/check_report.hpp"
#include "sweep/neighbour_ledger.hpp"

namespace sasyncd {

/// Whether what lies beside a site's findings is told, as far as the settings want it: clusters, and the repositories of
/// the registries that the findings on record name. Nothing depends on them: never a fault.
[[nodiscard]] Task<void> check_neighbours(AccountClient& client, NeighbourLedger& ledger, Source source,
                                          EnrichOptions options, Clock& clock, Log log, CheckReport& report);

}  // namespace sasyncd
