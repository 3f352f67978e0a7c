#pragma once

#include "sweep/certificate.hpp"

#include <map>
#include <string>

namespace sasyncd {

/// The regions of a certificate as JSON: {"cn-hangzhou": {"seen": 3, "reported": 3}}, with "confirmed",
/// "honoured" and "refused" only where they say something.
[[nodiscard]] std::string regions_to_json(std::map<std::string, RegionCount> const& regions);

}  // namespace sasyncd
