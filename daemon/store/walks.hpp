#pragma once

#include "base/result.hpp"
#include "store/pqxx_bridge.hpp"
#include "sweep/ledger.hpp"

namespace sasyncd {

struct StartedWalk {
    WalkStart start;
    bool site_is_empty = false;  ///< nothing was ever seen of the site
};

/// The beginning of a walk, within a transaction. Read-only: nothing is recorded, and ids are 0 where there
/// are none.
[[nodiscard]] Result<StartedWalk> start_walk(Transaction& transaction, Leadership const& leader,
                                             Source const& source, std::int64_t sweep_id, bool is_read_only);

/// The end of a walk: certificate, what it taught of the source, suspects, quarantine. A repetition changes
/// nothing.
[[nodiscard]] Status finish_walk(Transaction& transaction, Leadership const& leader, Site site,
                                 WalkEnd const& end);

}  // namespace sasyncd
