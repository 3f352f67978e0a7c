#pragma once

#include "errors.hpp"
#include "http_message.hpp"
#include "key_ring.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sasyncd::simulator {

// ACS3-HMAC-SHA256, written from api.md 3.1 alone: nothing is shared with the daemon's signer.

struct Authorization {
    std::string credential;
    std::vector<std::string> signed_headers;
    std::string signature;
};

std::optional<Authorization> parse_authorization(std::string_view text);
std::string canonical_query(std::string_view query);
std::string canonical_request(HttpRequest const& request, std::vector<std::string> const& signed_headers,
                              std::string_view payload_hash);
std::string string_to_sign(std::string_view canonical_request);

// "2026-11-24T03:20:00Z"
std::optional<std::chrono::system_clock::time_point> parse_acs_date(std::string_view text);

struct Verdict {
    AccessKey const* key = nullptr;  // null: refused
    ApiError error = {};
};

// With `is_checked` false, only the key is looked up.
Verdict check_signature(HttpRequest const& request, KeyRing& keys, std::chrono::system_clock::time_point now,
                        bool is_checked = true);

}  // namespace sasyncd::simulator
