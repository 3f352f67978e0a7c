#pragma once

#include "aliyun/options.hpp"
#include "base/result.hpp"
#include "findings/site.hpp"
#include "net/origin.hpp"

namespace sasyncd {

/// The host that holds a site's data: never derived from a region's name. With `vpc`, the host inside VPCs stands in
/// for the default only; an override holds. Error `rejected` for a URL that must not be used.
[[nodiscard]] Result<Origin> endpoint_of(EndpointOptions const& options, Site site);

[[nodiscard]] Result<Origin> sts_endpoint(EndpointOptions const& options);

}  // namespace sasyncd
