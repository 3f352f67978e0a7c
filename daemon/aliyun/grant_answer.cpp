#include "aliyun/grant_answer.hpp"

#include "aliyun/server_clock.hpp"

#include <fmt/format.h>

namespace sasyncd {

namespace {

std::string missing_in(Credentials const& keys, std::optional<SystemTime> const& end) {
    std::string missing;
    auto const note = [&](char const* name, bool is_missing) {
        if (is_missing)
            missing += (missing.empty() ? "" : ", ") + std::string(name);
    };
    note("AccessKeyId", keys.access_key_id.empty());
    note("AccessKeySecret", keys.access_key_secret.empty());
    note("SecurityToken", keys.security_token.empty());
    note("a good Expiration", !end);
    return missing;
}

}  // namespace

std::chrono::milliseconds time_until(SystemTime end, HttpResponse const& response, Clock const& clock) {
    auto const skew = skew_by(response, clock);
    auto const now = clock.system_now() + (skew ? *skew : std::chrono::seconds(0));
    return end - now;
}

Result<CredentialGrant> grant_in(HttpResponse& response, Clock const& clock, std::string where,
                                 std::string identity) {
    SecretJson const json(response.body);
    if (!json.is_object())
        return Error(ErrorKind::malformed, fmt::format("{}: the answer is no JSON object", where));
    auto object = json.root();
    if (simdjson::dom::element nested; object["Credentials"].get(nested) == simdjson::SUCCESS)
        object = nested;
    Credentials keys(text_in(object, "AccessKeyId"), secret_in(object, "AccessKeySecret"),
                     secret_in(object, "SecurityToken"), where);
    auto const end = parse_acs_date(text_in(object, "Expiration"));
    if (auto const missing = missing_in(keys, end); !missing.empty())
        return Error(ErrorKind::malformed, fmt::format("{}: the answer lacks {}", where, missing));
    if (!identity.empty())
        keys.identity = std::move(identity);
    CredentialGrant grant(std::move(keys));
    grant.lifetime = time_until(*end, response, clock);
    return grant;
}

}  // namespace sasyncd
