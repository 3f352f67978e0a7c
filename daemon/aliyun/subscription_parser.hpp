#pragma once

#include "base/result.hpp"
#include "sweep/subscription_reader.hpp"

#include <string>

namespace sasyncd {

/// The body of an answer of DescribeVersionConfig. Only what is there is read; `malformed` where that is nothing.
[[nodiscard]] Result<Edition> parse_edition(std::string const& body);

/// Likewise of DescribeImageScanAuthCount.
[[nodiscard]] Result<ScanQuota> parse_scan_quota(std::string const& body);

}  // namespace sasyncd
