#pragma once

#include <string>
#include <string_view>

namespace sasyncd {

/// JSON, or what should have been JSON, with signed links cut: of the values of DownloadUrl, and of whatever else holds
/// a signature, the query is taken out. All else stays as it came, byte for byte.
[[nodiscard]] std::string without_signed_links(std::string_view json);

}  // namespace sasyncd
