#pragma once

#include "sweep/subscription_reader.hpp"

#include <string>

namespace sasyncd {

/// "edition enterprise, image scans 880 of 1000 left", begun by what it means where nothing is found; empty where nothing
/// is told.
[[nodiscard]] std::string subscription_text(Subscription const& subscription, bool is_nothing_found);

/// Nothing can be found since nothing was scanned.
[[nodiscard]] bool is_nothing_scanned(Subscription const& subscription);

}  // namespace sasyncd
