#pragma once

#include "base/result.hpp"
#include "store/pqxx_bridge.hpp"
#include "sweep/part.hpp"
#include "sweep/source.hpp"

namespace sasyncd {

/// Applies a part within a transaction: the lease is checked and held, what an earlier attempt did is found,
/// rows are written, findings folded, events told. `lost_lease` where another process leads the account.
/// `fresh_is_new`: fresh rows are not looked up first; a unique violation is thrown where one of them was on
/// record.
[[nodiscard]] Result<PartOutcome> publish_part(Transaction& transaction, Leadership const& leader, Site site,
                                               Part const& part, bool fresh_is_new);

/// What a part would do, without a look at the database: in rows, not in findings, and rows that come back
/// among the opened ones.
[[nodiscard]] PartOutcome outcome_foreseen(Part const& part);

}  // namespace sasyncd
