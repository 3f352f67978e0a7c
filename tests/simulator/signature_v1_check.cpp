#include "signature_v1_check.hpp"

#include "crypto.hpp"

#include <fmt/format.h>

namespace sasyncd::simulator {
namespace {

std::string get(Parameters const& parameters, std::string const& name) {
    auto const found = parameters.find(name);
    return found == parameters.end() ? std::string{} : found->second;
}

Verdict refused(int http, std::string code, std::string message) {
    return {nullptr, ApiError{http, std::move(code), std::move(message)}};
}

std::string string_to_sign(std::string_view method, Parameters const& parameters) {
    std::string canonical;
    for (auto const& [name, value] : parameters) {
        if (name != "Signature") {
            canonical += fmt::format("{}{}={}", canonical.empty() ? "" : "&", percent_encode(name),
                                     percent_encode(value));
        }
    }
    return fmt::format("{}&%2F&{}", method, percent_encode(canonical));
}

}  // namespace

Verdict check_signature_v1(std::string_view method, Parameters const& parameters, KeyRing& keys,
                           std::chrono::system_clock::time_point now) {
    if (get(parameters, "SignatureMethod") != "HMAC-SHA1" || get(parameters, "SignatureVersion") != "1.0" ||
        get(parameters, "SignatureNonce").empty()) {
        return refused(400, "IncompleteSignature", "The request signature does not conform to standards.");
    }
    auto const date = parse_acs_date(get(parameters, "Timestamp"));
    if (!date) {
        return refused(400, "InvalidTimeStamp.Format", "Specified time stamp is not well formatted.");
    }
    if (now - *date > std::chrono::minutes{15} || *date - now > std::chrono::minutes{15}) {
        return refused(400, "InvalidTimeStamp.Expired", "Specified time stamp is expired.");
    }
    AccessKey const* key = keys.find(get(parameters, "AccessKeyId"));
    if (key == nullptr) {
        return refused(404, "InvalidAccessKeyId.NotFound", "Specified access key is not found.");
    }
    if (key->state == "inactive" || key->state == "disabled") {
        return refused(400, "InvalidAccessKeyId.Inactive", "Specified access key is disabled.");
    }
    if (get(parameters, "SecurityToken") != key->token) {
        return refused(400, "InvalidSecurityToken.MismatchWithAccessKey", "The token does not fit the key.");
    }
    if (key->state == "expired") {
        return refused(400, "InvalidSecurityToken.Expired", "Specified SecurityToken is expired.");
    }
    const std::string to_sign = string_to_sign(method, parameters);
    if (get(parameters, "Signature") != hmac_sha1_base64(key->secret + "&", to_sign)) {
        return refused(
            400, "SignatureDoesNotMatch",
            fmt::format("Specified signature is not matched with our calculation. server string to "
                        "sign is:{}",
                        to_sign));
    }
    if (!keys.use_nonce(get(parameters, "SignatureNonce"), now)) {
        return refused(400, "SignatureNonceUsed", "Specified signature nonce was used already.");
    }
    return {key, {}};
}

}  // namespace sasyncd::simulator
