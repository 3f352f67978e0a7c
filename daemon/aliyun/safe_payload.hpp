#pragma once

#include <string>
#include <string_view>

namespace sasyncd {

/// Raw JSON of a row fit to be kept: the values of DownloadUrl, which are signed links, replaced, and at most 64 KiB
/// (cut between characters).
[[nodiscard]] std::string safe_payload(std::string_view json);

}  // namespace sasyncd
