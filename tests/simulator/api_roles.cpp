#include "api.hpp"
#include "crypto.hpp"
#include "json_text.hpp"
#include "sessions.hpp"
#include "signature_v1_check.hpp"

#include <fmt/format.h>

#include <cstdlib>

namespace sasyncd::simulator {
namespace {

std::string get(Parameters const& parameters, std::string const& name) {
    auto const found = parameters.find(name);
    return found == parameters.end() ? std::string{} : found->second;
}

// "acs:ram::1234567890123456:role/name": account and name; empty for anything else.
std::pair<std::string, std::string> parts_of(std::string const& arn) {
    constexpr std::string_view kStart = "acs:ram::";
    const std::size_t role = arn.find(":role/");
    if (!arn.starts_with(kStart) || role == std::string::npos) {
        return {};
    }
    return {arn.substr(kStart.size(), role - kStart.size()), arn.substr(role + 6)};
}

}  // namespace

// AssumeRole, signed by V1, and AssumeRoleWithOIDC, unsigned. A role whose name ends in "-external" wants the
// ExternalId "external-id"; one that ends in "-closed" trusts nobody.
Reply Api::assume(ApiCall& call) {
    sessions_.expire();
    bool const is_oidc = call.action == "AssumeRoleWithOIDC";
    if (call.request.method != "POST" || get(call.parameters, "Version") != "2015-04-01" ||
        get(call.parameters, "Format") != "JSON") {
        return fail(call, {400, "InvalidVersion", "Specified parameter Version is not valid."});
    }
    if (is_oidc) {
        if (get(call.parameters, "OIDCProviderArn").empty() || get(call.parameters, "OIDCToken").empty()) {
            return fail(call, {400, "MissingParameter.OIDCToken", "A parameter is missing."});
        }
    } else {
        const Verdict verdict =
            check_signature_v1(call.request.method, call.parameters, world_.keys, world_.now(Site::sts));
        if (verdict.key == nullptr) {
            return fail(call, verdict.error);
        }
        call.account = verdict.key->account;
    }
    call.injection = world_.faults.match({Site::sts, call.action, call.account, call.parameters});
    for (Fault const& fault : call.injection.faults) {
        if (fault.kind == "error") {
            return fail_by_fault(call, fault);
        }
    }
    return grant(call, is_oidc);
}

Reply Api::grant(ApiCall& call, bool is_oidc) {
    auto const [account, role] = parts_of(get(call.parameters, "RoleArn"));
    const std::string session = get(call.parameters, "RoleSessionName");
    const std::int64_t seconds = std::atoll(get(call.parameters, "DurationSeconds").c_str());
    if (account.empty() || session.empty() || seconds < 900 || seconds > 43'200) {
        return fail(call, {400, "InvalidParameter.RoleArn", "A parameter is not valid."});
    }
    bool const lacks_id = role.ends_with("-external") && get(call.parameters, "ExternalId") != "external-id";
    if (role.ends_with("-closed") || lacks_id) {
        return fail(call, {403, "NoPermission", "You are not authorized to do this action."});
    }
    AccessKey const& key = sessions_.grant(account, seconds);
    Reply reply;
    reply.body = fmt::format(
        R"({{"RequestId":"{}","AssumedRoleUser":{{"Arn":"acs:ram::{}:role/{}/{}","AssumedRoleId":"3:{}"}},)"
        R"("Credentials":{{{}}}{}}})",
        call.request_id, account, role, session, session, sessions_.members_of(key),
        is_oidc ? R"(,"OIDCTokenInfo":{"Issuer":"https://simulator"})" : "");
    return reply;
}

// What the request log may show of such a call: secrets only as digests, so that a test sees whether they changed.
void Api::mask(Parameters& parameters) {
    for (char const* name : {"OIDCToken", "SecurityToken", "Signature"}) {
        if (auto const found = parameters.find(name); found != parameters.end()) {
            found->second = "digest " + sha256_hex(found->second).substr(0, 12);
        }
    }
}

}  // namespace sasyncd::simulator
