#pragma once

#include "aliyun/options.hpp"
#include "base/environment.hpp"
#include "findings/site.hpp"

#include <string>
#include <string_view>

namespace sasyncd {

/// Base URL of the host that holds a site's data: never derived from a region's name. With `vpc`, the host inside
/// VPCs stands in for the default only; an override holds.
[[nodiscard]] std::string endpoint_for(Site site, EndpointOptions const& options);

/// Whether a text, whoever told it, can be a region's name in that of a host.
[[nodiscard]] bool is_region(std::string_view text);

/// Base URL of the container registry of a region, for which `is_region` holds.
[[nodiscard]] std::string registry_endpoint(std::string const& region, EndpointOptions const& options);

/// Base URL of STS: as the settings say where they do, else ALIBABA_CLOUD_STS_ENDPOINT, else the host of `region` (a
/// profile's) or of ALIBABA_CLOUD_STS_REGION, inside VPCs with `is_vpc` or ALIBABA_CLOUD_VPC_ENDPOINT_ENABLED=true.
[[nodiscard]] std::string sts_endpoint(EndpointOptions const& options, Environment const& environment,
                                       std::string region = {}, bool is_vpc = false);

}  // namespace sasyncd
