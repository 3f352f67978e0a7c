#pragma once

#include "aliyun/options.hpp"
#include "findings/site.hpp"

#include <string>

namespace sasyncd {

/// Base URL of the host that holds a site's data: never derived from a region's name. With `vpc`, the host inside
/// VPCs stands in for the default only; an override holds.
[[nodiscard]] std::string endpoint_for(Site site, EndpointOptions const& options);

[[nodiscard]] std::string sts_endpoint(EndpointOptions const& options);

}  // namespace sasyncd
