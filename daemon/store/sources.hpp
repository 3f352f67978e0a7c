#pragma once

#include "store/pqxx_bridge.hpp"
#include "sweep/source.hpp"

namespace sasyncd {

/// What a filter adds to the name of a source; empty without one.
[[nodiscard]] std::string source_suffix(Source const& source);

/// Puts a source on record; one that is there stays as it is.
void add_source(Transaction& transaction, Source const& source);

}  // namespace sasyncd
