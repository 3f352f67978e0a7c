#pragma once

#include "app/account_client.hpp"
#include "app/check_report.hpp"

namespace sasyncd {

/// Whether a site tells names, edition and scan quota, and what they say. Nothing depends on them: never a fault.
[[nodiscard]] Task<void> check_enrichment(AccountClient& client, Source source, bool is_nothing_found,
                                          Clock& clock, Log log, CheckReport& report);

}  // namespace sasyncd
