#pragma once

#include "http_message.hpp"
#include "key_ring.hpp"

#include <string>
#include <string_view>

namespace sasyncd::simulator {

// The security token service, 2015-04-01: GetCallerIdentity, which needs no permission.
Reply answer_sts(std::string_view action, HttpRequest const& request, AccessKey const& key,
                 std::string_view request_id);

}  // namespace sasyncd::simulator
