#pragma once

#include "base/log.hpp"
#include "sweep/difference.hpp"
#include "sweep/ledger.hpp"
#include "sweep/observer.hpp"
#include "sweep/steady_reader.hpp"

namespace sasyncd {

/// What a walk is made of; all outlive it.
struct WalkParts {
    SteadyReader& reader;
    Ledger& ledger;
    Observer& observer;
    Clock& clock;
    Log log;
    SweepOptions const& options;
};

/// One pass over all pages of a source: opens and changes findings, counts suspects, closes nothing, and stores its
/// certificate. An error only where the database or the lease stood in the way; what the API did stands in the
/// certificate.
[[nodiscard]] Task<Result<Certificate>> walk(WalkParts parts, Source source, Leadership leader,
                                             std::int64_t sweep_id, std::uint32_t page_size);

}  // namespace sasyncd
