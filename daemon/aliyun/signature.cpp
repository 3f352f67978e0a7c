#include "aliyun/signature.hpp"

#include "aliyun/digest.hpp"

#include <fmt/format.h>

namespace sasyncd {

namespace {

constexpr std::string_view kAlgorithm = "ACS3-HMAC-SHA256";

std::string_view trimmed(std::string_view text) {
    auto const first = text.find_first_not_of(" \t");
    return first == std::string_view::npos ? "" : text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

/// What goes out as x-acs-*, host or content-type must be signed, and so all of it is.
std::map<std::string, std::string> headers_of(SignableRequest const& request, std::string const& payload_sha256) {
    auto headers = request.more_headers;
    headers["host"] = request.host;
    headers["x-acs-action"] = request.action;
    headers["x-acs-version"] = request.version;
    headers["x-acs-date"] = request.date;
    headers["x-acs-signature-nonce"] = request.nonce;
    headers["x-acs-content-sha256"] = payload_sha256;
    if (!request.content_type.empty())
        headers["content-type"] = request.content_type;
    if (!request.security_token.empty()) {
        headers["x-acs-accesskey-id"] = request.access_key_id;
        headers["x-acs-security-token"] = request.security_token.reveal();
    }
    return headers;
}

}  // namespace

std::string canonical_query(Parameters const& parameters) {
    std::string query;
    for (auto const& [name, value] : parameters) {
        if (!query.empty())
            query += '&';
        query += percent_encode(name);
        query += '=';
        query += percent_encode(value);
    }
    return query;
}

Signature sign(SignableRequest const& request, Secret const& access_key_secret) {
    Signature s;
    s.canonical_query = canonical_query(request.parameters);
    s.payload_sha256 = sha256_hex(request.body);
    s.headers = headers_of(request, s.payload_sha256);
    for (auto const& [name, value] : s.headers) {
        s.canonical_headers += fmt::format("{}:{}\n", name, trimmed(value));
        s.signed_headers += s.signed_headers.empty() ? name : ";" + name;
    }
    s.canonical_request = fmt::format("{}\n/\n{}\n{}\n{}\n{}", request.method, s.canonical_query, s.canonical_headers,
                                      s.signed_headers, s.payload_sha256);
    s.string_to_sign = fmt::format("{}\n{}", kAlgorithm, sha256_hex(s.canonical_request));
    s.signature = hex(hmac_sha256(access_key_secret.reveal(), s.string_to_sign));
    s.authorization = fmt::format("{} Credential={},SignedHeaders={},Signature={}", kAlgorithm, request.access_key_id,
                                  s.signed_headers, s.signature);
    return s;
}

}  // namespace sasyncd
