#pragma once

#include "store/pqxx_bridge.hpp"
#include "sweep/ledger.hpp"

namespace sasyncd {

/// Writes what a walk brought and was not in quarantine yet, at most 1 000 a source, and marks what a whole
/// walk no longer brought as gone. Writes nothing where nothing changed.
void update_quarantine(Transaction& transaction, std::string const& account_id, WalkEnd const& end);

}  // namespace sasyncd
