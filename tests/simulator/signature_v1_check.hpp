#pragma once

#include "key_ring.hpp"
#include "signature_check.hpp"
#include "url.hpp"

#include <chrono>
#include <string_view>

namespace sasyncd::simulator {

// HMAC-SHA1 over all parameters of query and form together, written from api.md 3.2 alone.
Verdict check_signature_v1(std::string_view method, Parameters const& parameters, KeyRing& keys,
                           std::chrono::system_clock::time_point now);

}  // namespace sasyncd::simulator
