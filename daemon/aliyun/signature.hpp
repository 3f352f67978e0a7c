#pragma once

#include "base/secret.hpp"
#include "sweep/options.hpp"

#include <map>
#include <string>
#include <string_view>

namespace sasyncd {

/// What of a request ACS3-HMAC-SHA256 ("V3") signs. The path is always "/".
struct SignableRequest {
    std::string method = "POST";
    std::string host;             ///< exactly the Host header that is sent
    std::string action;
    std::string version;
    std::string date;             ///< 2026-11-24T03:20:00Z
    std::string nonce;
    std::string access_key_id;
    Secret security_token;        ///< empty without temporary credentials
    Parameters parameters;        ///< lists flattened ("ScanRange.1")
    std::string body;
    std::string content_type;     ///< empty without a body
    std::map<std::string, std::string> more_headers;  ///< further x-acs-* headers, names in lower case
};

/// Every stage, so that a test can tell where a signature goes wrong.
struct Signature {
    std::string canonical_query;  ///< also what is sent as the query
    std::map<std::string, std::string> headers;  ///< the signed ones, host included
    std::string payload_sha256;
    std::string canonical_headers;
    std::string signed_headers;
    std::string canonical_request;
    std::string string_to_sign;
    std::string signature;
    std::string authorization;    ///< value of the Authorization header
};

[[nodiscard]] Signature sign(SignableRequest const& request, Secret const& access_key_secret);

/// name=value joined by "&", sorted by raw name, both sides percent-encoded; an empty value keeps its "=".
[[nodiscard]] std::string canonical_query(Parameters const& parameters);

}  // namespace sasyncd
