#pragma once

#include <string>
#include <string_view>

namespace sasyncd {

/// `json` with its secrets cut, however they are escaped: the values of DownloadUrl, which are signed links, any other
/// text that holds a signature or a token, and access key ids. What is JSON stays JSON.
[[nodiscard]] std::string without_secrets(std::string_view json);

/// Raw JSON of a row fit to be kept: without secrets, and at most 64 KiB (cut between characters).
[[nodiscard]] std::string safe_payload(std::string_view json);

}  // namespace sasyncd
