#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace sasyncd {

/// What is wrong with an endpoint's base URL; empty where nothing is. Good: https://host[:port], and http for
/// loopback addresses and the metadata service's 100.100.100.200 only, since keys and findings must not travel in
/// clear.
[[nodiscard]] std::optional<std::string> endpoint_complaint(std::string_view url);

/// What is wrong with http://[user:password@]host:port; never quotes it.
[[nodiscard]] std::optional<std::string> proxy_complaint(std::string_view url);

/// What is wrong with an `address:port` to listen on; IPv6 addresses stand in brackets.
[[nodiscard]] std::optional<std::string> listen_complaint(std::string_view text);

}  // namespace sasyncd
