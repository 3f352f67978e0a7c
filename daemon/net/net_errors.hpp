#pragma once

#include "base/error.hpp"

#include <boost/system/error_code.hpp>

#include <string_view>

namespace sasyncd {

/// What was being done when it failed.
enum class Step { resolve, connect, handshake, send, receive };

/// A failure of the network in our words: `where` is host:port. Time-outs, resets, answers cut off and a lack of
/// file descriptors are `retry_later`; what will not mend by itself soon is `unavailable` and has a remedy; an answer
/// that is no HTTP or breaks a limit is `malformed`; an operation that was stopped from outside is `cancelled`.
[[nodiscard]] Error network_error(boost::system::error_code const& failure, Step step,
                                  std::string_view where);

/// Whether the other side closed or reset the connection.
[[nodiscard]] bool is_closed(boost::system::error_code const& failure);

}  // namespace sasyncd
