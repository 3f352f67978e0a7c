#include "signature_check.hpp"

#include "crypto.hpp"
#include "url.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <ctime>

namespace sasyncd::simulator {
namespace {

constexpr std::string_view kAlgorithm = "ACS3-HMAC-SHA256";

std::string_view trim(std::string_view text) {
    const std::size_t first = text.find_first_not_of(" \t");
    return first == std::string_view::npos ? ""
                                           : text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

std::vector<std::string> split(std::string_view text, char separator) {
    std::vector<std::string> out;
    for (std::size_t end = 0; end != std::string_view::npos;
         text.remove_prefix(std::min(end + 1, text.size()))) {
        end = text.find(separator);
        out.emplace_back(text.substr(0, end));
        if (end == std::string_view::npos) {
            break;
        }
    }
    return out;
}

// A header that came more than once counts with its values sorted and joined.
std::string canonical_value(HttpRequest const& request, std::string const& name) {
    std::vector<std::string> values;
    for (auto const& [key, value] : request.headers) {
        if (key == name) {
            values.emplace_back(trim(value));
        }
    }
    std::sort(values.begin(), values.end());
    return fmt::format("{}", fmt::join(values, ","));
}

bool must_be_signed(std::string_view name) {
    return name == "host" || name == "content-type" || name.starts_with("x-acs-");
}

Verdict refused(int http, std::string code, std::string message) {
    return {nullptr, ApiError{http, std::move(code), std::move(message)}};
}

std::optional<Verdict> find_unsigned(HttpRequest const& request, Authorization const& authorization) {
    auto const& listed = authorization.signed_headers;
    auto const is_listed = [&listed](std::string_view name) {
        return std::find(listed.begin(), listed.end(), name) != listed.end();
    };
    for (auto const& [name, value] : request.headers) {
        if (must_be_signed(name) && !is_listed(name)) {
            return refused(400, "IncompleteSignature", fmt::format("The header {} is not signed.", name));
        }
    }
    for (const std::string_view name : {"host", "x-acs-action", "x-acs-version", "x-acs-date",
                                        "x-acs-signature-nonce", "x-acs-content-sha256"}) {
        if (!is_listed(name) || request.header(name).empty()) {
            return refused(400, "IncompleteSignature", fmt::format("The header {} is missing.", name));
        }
    }
    if (!std::is_sorted(listed.begin(), listed.end())) {
        return refused(400, "IncompleteSignature", "SignedHeaders is not sorted.");
    }
    return std::nullopt;
}

std::optional<Verdict> check_token(HttpRequest const& request, AccessKey const& key) {
    const std::string_view token = request.header("x-acs-security-token");
    if (key.token.empty()) {
        return token.empty() ? std::nullopt
                             : std::optional{refused(400, "InvalidSecurityToken.MismatchWithAccessKey",
                                                     "Specified SecurityToken mismatch with the AccessKey.")};
    }
    if (token.empty()) {
        return refused(400, "MissingSecurityToken", "SecurityToken is mandatory for this action.");
    }
    if (token != key.token) {
        return refused(400, "InvalidSecurityToken.Malformed", "Specified SecurityToken is malformed.");
    }
    if (key.state == "expired") {
        return refused(400, "InvalidSecurityToken.Expired", "Specified SecurityToken is expired.");
    }
    return std::nullopt;
}

std::optional<Verdict> check_state(AccessKey const* key) {
    if (key == nullptr) {
        return refused(404, "InvalidAccessKeyId.NotFound", "Specified access key is not found.");
    }
    if (key->state == "inactive") {
        return refused(400, "InvalidAccessKeyId.Inactive", "Specified access key is disabled.");
    }
    if (key->state == "disabled") {
        return refused(403, "Forbidden.AccessKeyDisabled", "The AccessKey is disabled.");
    }
    return std::nullopt;
}

}  // namespace

std::optional<Authorization> parse_authorization(std::string_view text) {
    if (!text.starts_with(kAlgorithm) || text.size() <= kAlgorithm.size() || text[kAlgorithm.size()] != ' ') {
        return std::nullopt;
    }
    Authorization out;
    for (std::string const& part : split(text.substr(kAlgorithm.size() + 1), ',')) {
        const std::size_t equals = part.find('=');
        if (equals == std::string::npos) {
            return std::nullopt;
        }
        const std::string_view name = std::string_view{part}.substr(0, equals);
        const std::string value = part.substr(equals + 1);
        if (name == "Credential") {
            out.credential = value;
        } else if (name == "SignedHeaders") {
            out.signed_headers = split(value, ';');
        } else if (name == "Signature") {
            out.signature = value;
        }
    }
    bool const is_whole = !out.credential.empty() && !out.signed_headers.empty() && !out.signature.empty();
    return is_whole ? std::optional{out} : std::nullopt;
}

std::string canonical_query(std::string_view query) {
    ParameterList list = parse_query(query);
    std::sort(list.begin(), list.end());
    std::string out;
    for (auto const& [name, value] : list) {
        out += fmt::format("{}{}={}", out.empty() ? "" : "&", percent_encode(name), percent_encode(value));
    }
    return out;
}

std::string canonical_request(HttpRequest const& request, std::vector<std::string> const& signed_headers,
                              std::string_view payload_hash) {
    std::string headers;
    for (std::string const& name : signed_headers) {
        headers += fmt::format("{}:{}\n", name, canonical_value(request, name));
    }
    return fmt::format("{}\n{}\n{}\n{}\n{}\n{}", request.method, request.path, canonical_query(request.query),
                       headers, fmt::join(signed_headers, ";"), payload_hash);
}

std::string string_to_sign(std::string_view canonical_request) {
    return fmt::format("{}\n{}", kAlgorithm, sha256_hex(canonical_request));
}

std::optional<std::chrono::system_clock::time_point> parse_acs_date(std::string_view text) {
    constexpr std::string_view kForm = "0000-00-00T00:00:00Z";
    if (text.size() != kForm.size()) {
        return std::nullopt;
    }
    for (std::size_t i = 0; i < kForm.size(); ++i) {
        bool const is_digit = text[i] >= '0' && text[i] <= '9';
        if (kForm[i] == '0' ? !is_digit : text[i] != kForm[i]) {
            return std::nullopt;
        }
    }
    std::tm parts{};
    std::sscanf(std::string{text}.c_str(), "%4d-%2d-%2dT%2d:%2d:%2dZ", &parts.tm_year, &parts.tm_mon,
                &parts.tm_mday, &parts.tm_hour, &parts.tm_min, &parts.tm_sec);
    parts.tm_year -= 1900;
    parts.tm_mon -= 1;
    return std::chrono::system_clock::from_time_t(timegm(&parts));
}

Verdict check_signature(HttpRequest const& request, KeyRing& keys, std::chrono::system_clock::time_point now,
                        bool is_checked) {
    auto const authorization = parse_authorization(request.header("authorization"));
    if (!authorization) {
        return refused(400, "IncompleteSignature", "Authorization is missing or malformed.");
    }
    AccessKey const* key = keys.find(authorization->credential);
    if (!is_checked && key != nullptr) {
        return {key, {}};
    }
    if (auto const verdict = find_unsigned(request, *authorization)) {
        return *verdict;
    }
    auto const date = parse_acs_date(request.header("x-acs-date"));
    if (!date) {
        return refused(400, "InvalidTimeStamp.Format",
                       "Specified time stamp or date value is not well formatted.");
    }
    if (now - *date > std::chrono::minutes{15} || *date - now > std::chrono::minutes{15}) {
        return refused(400, "InvalidTimeStamp.Expired", "Specified time stamp or date value is expired.");
    }
    if (auto const verdict = check_state(key)) {
        return *verdict;
    }
    if (auto const verdict = check_token(request, *key)) {
        return *verdict;
    }
    const std::string payload_hash = sha256_hex(request.body);
    const std::string to_sign =
        string_to_sign(canonical_request(request, authorization->signed_headers, payload_hash));
    if (request.header("x-acs-content-sha256") != payload_hash ||
        authorization->signature != hmac_sha256_hex(key->secret, to_sign)) {
        return refused(
            400, "SignatureDoesNotMatch",
            fmt::format("Specified signature does not match our calculation. server string to sign is:{}, "
                        "access key id is:{}",
                        to_sign, key->id));
    }
    if (!keys.use_nonce(std::string{request.header("x-acs-signature-nonce")}, now)) {
        return refused(400, "SignatureNonceUsed", "Specified signature nonce was used already.");
    }
    return {key, {}};
}

}  // namespace sasyncd::simulator
