#pragma once

#include "base/result.hpp"
#include "base/task.hpp"
#include "net/origin.hpp"

#include <boost/asio/ip/tcp.hpp>

#include <chrono>
#include <vector>

namespace sasyncd {

/// The addresses of a host. Looking a name up cannot be interrupted: at the deadline, or when stopped, the wait ends
/// and the look-up is left to itself.
[[nodiscard]] Task<Result<std::vector<boost::asio::ip::tcp::endpoint>>> resolve(
    Origin origin, std::chrono::steady_clock::time_point deadline);

}  // namespace sasyncd
