#pragma once

#include "base/clock.hpp"
#include "base/error.hpp"

#include <cstdint>
#include <optional>

namespace sasyncd {

/// Whether a failed call is made again, and after which pause; empty: no. Jittered exponential from 0.5 s, at most
/// 20 s, never less than what the server asked for. `attempt` counts from 1; `jitter` in [0, 1) is the caller's dice.
[[nodiscard]] std::optional<std::chrono::milliseconds> pause_before_retry(Error const& error,
                                                                          std::uint32_t attempt,
                                                                          std::uint32_t attempts,
                                                                          double jitter);

}  // namespace sasyncd
