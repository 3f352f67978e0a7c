#pragma once

#include "faults.hpp"
#include "http_message.hpp"

#include <chrono>
#include <vector>

namespace sasyncd::simulator {

// Applies the faults that concern the reply's headers, its bytes, and the way they go out.
void apply_transport_faults(Reply& reply, std::vector<Fault> const& faults,
                            std::chrono::system_clock::time_point now);

}  // namespace sasyncd::simulator
