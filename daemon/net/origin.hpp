#pragma once

#include "base/result.hpp"

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

namespace sasyncd {

/// Where requests go: what stands before the path of a URL.
struct Origin {
    Origin() = default;
    Origin(std::string host_name, std::uint16_t port_number, bool is_tls = true)
        : host(std::move(host_name)), port(port_number), tls(is_tls) {}

    /// As it stands in the Host header, which is what gets signed: the port only where it is not the scheme's, IPv6
    /// addresses in brackets.
    [[nodiscard]] std::string authority() const;
    /// host:port, for messages and CONNECT.
    [[nodiscard]] std::string address() const;

    auto operator<=>(Origin const&) const = default;

    std::string host;  ///< a name or an IP address, without brackets
    std::uint16_t port = 443;
    bool tls = true;
};

/// Reads https://host[:port]. Error `rejected` for anything else; http is taken for loopback addresses and
/// 100.100.100.200 only, since keys and findings must not travel in clear.
[[nodiscard]] Result<Origin> parse_origin(std::string_view url);

[[nodiscard]] bool is_ip_address(std::string_view host);
/// localhost, 127.0.0.0/8, ::1.
[[nodiscard]] bool is_loopback(std::string_view host);
/// The address of the metadata service of ECS: on the host itself, in clear, never through a proxy.
inline constexpr std::string_view kMetadataHost = "100.100.100.200";

}  // namespace sasyncd
