#include "aliyun/signature.hpp"

#include "aliyun/digest.hpp"

#include <fmt/format.h>

#include <map>
#include <string_view>

namespace sasyncd {

namespace {

constexpr std::string_view kAlgorithm = "ACS3-HMAC-SHA256";

std::string_view trimmed(std::string_view text) {
    auto const first = text.find_first_not_of(" \t");
    return first == std::string_view::npos ? ""
                                           : text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

/// What goes out as x-acs-*, host or content-type must be signed, and so all of it is.
std::map<std::string, std::string> headers_of(SigningInput const& input, std::string const& payload_hash) {
    std::map<std::string, std::string> headers(input.extra_headers.begin(), input.extra_headers.end());
    headers["host"] = input.host;
    headers["x-acs-action"] = input.action;
    headers["x-acs-version"] = input.version;
    headers["x-acs-date"] = input.date;
    headers["x-acs-signature-nonce"] = input.nonce;
    headers["x-acs-content-sha256"] = payload_hash;
    if (!input.content_type.empty())
        headers["content-type"] = input.content_type;
    if (!input.security_token.empty()) {
        headers["x-acs-accesskey-id"] = input.access_key_id;
        headers["x-acs-security-token"] = input.security_token.reveal();
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

SignedRequest sign_v3(SigningInput const& input) {
    SignedRequest out;
    auto const payload_hash = sha256_hex(input.body);
    out.canonical_query = canonical_query(input.params);
    for (auto const& [name, value] : headers_of(input, payload_hash)) {
        out.canonical_headers += fmt::format("{}:{}\n", name, trimmed(value));
        out.signed_headers += out.signed_headers.empty() ? name : ";" + name;
        out.headers_to_send.emplace_back(name, value);
    }
    out.canonical_request = fmt::format("{}\n/\n{}\n{}\n{}\n{}", input.method, out.canonical_query,
                                        out.canonical_headers, out.signed_headers, payload_hash);
    out.string_to_sign = fmt::format("{}\n{}", kAlgorithm, sha256_hex(out.canonical_request));
    out.signature = hex(hmac_sha256(input.access_key_secret.reveal(), out.string_to_sign));
    out.authorization = fmt::format("{} Credential={},SignedHeaders={},Signature={}", kAlgorithm,
                                    input.access_key_id, out.signed_headers, out.signature);
    out.headers_to_send.emplace_back("authorization", out.authorization);
    return out;
}

}  // namespace sasyncd
