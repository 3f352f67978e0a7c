#pragma once

#include "base/secret.hpp"
#include "sweep/options.hpp"

#include <string>
#include <utility>
#include <vector>

namespace sasyncd {

using HeaderList = std::vector<std::pair<std::string, std::string>>;

/// What of a request ACS3-HMAC-SHA256 ("V3") signs. The path is always "/".
struct SigningInput {
    std::string method = "POST";
    std::string host;  ///< exactly the Host header that is sent
    std::string action;
    std::string version;
    std::string date;  ///< 2026-11-24T03:20:00Z
    std::string nonce;
    std::string access_key_id;
    Secret access_key_secret;
    Secret security_token;  ///< empty without temporary credentials
    Parameters params;      ///< lists flattened ("ScanRange.1")
    std::string body;
    HeaderList extra_headers;  ///< further x-acs-* headers, names in lower case
    std::string content_type;  ///< empty without a body
};

/// Every stage, so that a test can tell where a signature goes wrong.
struct SignedRequest {
    std::string canonical_query;  ///< also what is sent as the query
    std::string canonical_headers;
    std::string signed_headers;
    std::string canonical_request;
    std::string string_to_sign;
    std::string signature;
    std::string authorization;
    HeaderList headers_to_send;  ///< all signed ones (host included, sorted by name), then authorization
};

[[nodiscard]] SignedRequest sign_v3(SigningInput const& input);

/// name=value joined by "&", sorted by raw name, both sides percent-encoded; an empty value keeps its "=".
[[nodiscard]] std::string canonical_query(Parameters const& parameters);

}  // namespace sasyncd
