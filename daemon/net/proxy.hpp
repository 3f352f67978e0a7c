#pragma once

#include "base/environment.hpp"
#include "base/result.hpp"
#include "base/secret.hpp"
#include "net/origin.hpp"

#include <optional>
#include <string>
#include <vector>

namespace sasyncd {

struct Proxy {
    Proxy(Origin origin, Secret value) : address(std::move(origin)), authorization(std::move(value)) {}

    Origin address;        ///< spoken to in clear; what goes through it is TLS
    Secret authorization;  ///< value of Proxy-Authorization; empty: none
};

/// Decides which requests go through a proxy: never those to loopback addresses, to the metadata service, in clear,
/// or to a host that NO_PROXY names.
class ProxyRules {
public:
    ProxyRules() = default;

    /// `setting` (http://[user:password@]host:port) wins over HTTPS_PROXY and https_proxy; NO_PROXY and no_proxy
    /// count with the environment's proxy only. Error `rejected` for a URL of another kind; it never quotes it.
    [[nodiscard]] static Result<ProxyRules> read(Secret const& setting, Environment const& environment);

    /// Null: straight to the origin. Lives as long as the rules.
    [[nodiscard]] Proxy const* proxy_for(Origin const& origin) const;

private:
    [[nodiscard]] bool is_excepted(Origin const& origin) const;

    std::optional<Proxy> proxy_;
    std::vector<std::string> exceptions_;  // in lower case; "*" for all
};

}  // namespace sasyncd
