#pragma once

#include "http_message.hpp"

#include <cstdint>
#include <string>

namespace sasyncd::simulator {

// An error as the API words it (api.md 5.1).
struct ApiError {
    int http = 400;
    std::string code;
    std::string message = "";
    std::string style = "json";  // json | json-lower | xml | html | empty
    bool access_denied_detail = false;
    std::int64_t retry_after_ms = 0;                             // 0: no such header
    std::string action = "DescribeAffectedMaliciousFileImages";  // that access_denied_detail names
};

Reply make_error_reply(ApiError const& error, std::string_view request_id, std::string_view host);

}  // namespace sasyncd::simulator
