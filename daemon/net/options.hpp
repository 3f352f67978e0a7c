#pragma once

#include "base/secret.hpp"

#include <chrono>
#include <cstdint>
#include <string>

namespace sasyncd {

struct TransportOptions {
    std::string ca_file;  ///< PEM, trusted in addition to the system's store
    Secret proxy;  ///< http://[user:password@]host:port; empty: HTTPS_PROXY and NO_PROXY of the environment
    std::chrono::milliseconds request_timeout = std::chrono::seconds(30);
    std::uint64_t max_body = 16ULL << 20U;
};

}  // namespace sasyncd
