#include "aliyun/credential_sources.hpp"
#include "aliyun/secret_json.hpp"
#include "base/text.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace sasyncd {

namespace {

namespace dom = simdjson::dom;
using Kind = CredentialsOptions::Kind;

/// Profiles may name each other as source, in a circle too.
constexpr int kDeepest = 5;

struct Profiles {
    dom::element root;
    std::string shown;  ///< the file, for messages
};

std::optional<dom::element> profile_named(dom::element const& root, std::string_view name) {
    dom::array profiles;
    if (root["profiles"].get_array().get(profiles) != simdjson::SUCCESS)
        return std::nullopt;
    for (auto const profile : profiles)
        if (text_in(profile, "name") == name)
            return profile;
    return std::nullopt;
}

Lookup keys_of(dom::element const& profile, CredentialsOptions plan, bool is_temporary) {
    plan.kind = Kind::access_key;
    plan.access_key_id = text_in(profile, "access_key_id");
    plan.access_key_secret = secret_in(profile, "access_key_secret");
    if (is_temporary)
        plan.security_token = secret_in(profile, "sts_token");
    if (plan.access_key_id.empty() || plan.access_key_secret.empty() ||
        (is_temporary && plan.security_token.empty()))
        return Lookup::nothing(fmt::format("{}: keys are missing", plan.origin));
    return Lookup::found(std::move(plan));
}

void read_role(dom::element const& profile, CredentialsOptions& plan) {
    plan.role_arn = text_in(profile, "ram_role_arn");
    if (auto name = text_in(profile, "ram_session_name"); !name.empty())
        plan.role_session_name = std::move(name);
    if (auto const seconds = number_in(profile, "expired_seconds"); seconds > 0)
        plan.duration = std::chrono::seconds(std::clamp<std::int64_t>(seconds, 900, 43'200));
    plan.external_id = text_in(profile, "external_id");
    plan.policy = text_in(profile, "policy");
    plan.sts_region = text_in(profile, "sts_region");
    bool is_vpc = false;
    plan.sts_vpc = profile["enable_vpc"].get_bool().get(is_vpc) == simdjson::SUCCESS && is_vpc;
}

Lookup plan_named(Profiles const& profiles, std::string const& name, int depth);

/// A role that `source` assumes.
Lookup role_of(dom::element const& profile, CredentialsOptions plan, Lookup source) {
    if (!source.plan)
        return source;
    plan.kind = Kind::ram_role_arn;
    read_role(profile, plan);
    if (plan.role_arn.empty())
        return Lookup::nothing(fmt::format("{}: ram_role_arn is missing", plan.origin));
    plan.source = std::make_shared<CredentialsOptions const>(std::move(*source.plan));
    return Lookup::found(std::move(plan));
}

Lookup oidc_of(dom::element const& profile, CredentialsOptions plan) {
    plan.kind = Kind::oidc;
    read_role(profile, plan);
    plan.provider_arn = text_in(profile, "oidc_provider_arn");
    plan.token_file = text_in(profile, "oidc_token_file");
    if (plan.role_arn.empty() || plan.provider_arn.empty() || plan.token_file.empty())
        return Lookup::nothing(
            fmt::format("{}: oidc_provider_arn, oidc_token_file or ram_role_arn is missing", plan.origin));
    return Lookup::found(std::move(plan));
}

Lookup refused_mode(std::string const& mode, std::string const& where) {
    bool const is_interactive = mode == "CloudSSO" || mode == "OAuth";
    return Lookup::refused(
        fmt::format("{} has mode {}, {}", where, printable(mode, 40),
                    is_interactive ? "which needs a person to log in" : "which is not supported"),
        fmt::format(
            "use a profile of mode AK, StsToken, RamRoleArn, ChainableRamRoleArn, EcsRamRole, OIDC or "
            "External{}; or set ALIBABA_CLOUD_ACCESS_KEY_ID and ALIBABA_CLOUD_ACCESS_KEY_SECRET, or "
            "ALIBABA_CLOUD_CLI_PROFILE_DISABLED=true",
            is_interactive ? " (whose process_command may be a tool that keeps the login)" : ""));
}

Lookup plan_of(Profiles const& profiles, dom::element const& profile, std::string const& where, int depth) {
    CredentialsOptions plan;
    plan.origin = where;
    auto const mode = text_in(profile, "mode");
    if (mode == "AK" || mode == "StsToken")
        return keys_of(profile, std::move(plan), mode == "StsToken");
    if (mode == "RamRoleArn") {
        auto source = keys_of(profile, plan, false);
        return role_of(profile, std::move(plan), std::move(source));
    }
    if (mode == "ChainableRamRoleArn") {
        auto source = plan_named(profiles, text_in(profile, "source_profile"), depth + 1);
        return role_of(profile, std::move(plan), std::move(source));
    }
    if (mode == "OIDC")
        return oidc_of(profile, std::move(plan));
    if (mode == "EcsRamRole") {
        plan.kind = Kind::ecs_ram_role;
        plan.role_name = text_in(profile, "ram_role_name");
        return Lookup::found(std::move(plan));
    }
    if (mode == "External") {
        plan.kind = Kind::process;
        plan.process_command = text_in(profile, "process_command");
        return Lookup::found(std::move(plan));
    }
    return refused_mode(mode, where);
}

Lookup plan_named(Profiles const& profiles, std::string const& name, int depth) {
    auto const shown_name = printable(name, 80);
    if (depth > kDeepest)
        return Lookup::refused(
            fmt::format("CLI profile {} of {}: source_profile leads too deep", shown_name, profiles.shown),
            "let the profiles' source_profile end at one that has keys");
    auto const profile = profile_named(profiles.root, name);
    if (profile)
        return plan_of(profiles, *profile, fmt::format("CLI profile {} of {}", shown_name, profiles.shown),
                       depth);
    auto missing = fmt::format("no profile \"{}\" in {}", shown_name, profiles.shown);
    // One that another profile names is missed; another place must not stand in for it.
    if (depth > 0)
        return Lookup::refused(std::move(missing), "correct the source_profile that names it");
    return Lookup::nothing("CLI profile: " + missing);
}

}  // namespace

std::string path_of_profiles(Environment const& environment) {
    auto path = value_of(environment, "ALIBABA_CLOUD_CONFIG_FILE");
    return path.empty() ? below_home(environment, ".aliyun/config.json") : path;
}

Lookup look_in_profile(std::string const& path, std::string name) {
    if (path.empty())
        return Lookup::nothing("CLI profile: HOME is not set");
    auto const shown = printable(path);
    auto text = read_small_file(path);
    if (!text)
        return Lookup::nothing(fmt::format("CLI profile: cannot read {}", shown));
    SecretJson const json(*text);
    if (!json.is_object())
        return Lookup::nothing(fmt::format("CLI profile: {} is no JSON", shown));
    if (name.empty())
        name = text_in(json.root(), "current");
    return plan_named({json.root(), shown}, name, 0);
}

Lookup look_in_cli_profile(Environment const& environment) {
    if (is_switched_on(environment, "ALIBABA_CLOUD_CLI_PROFILE_DISABLED"))
        return Lookup::nothing("CLI profile: switched off by ALIBABA_CLOUD_CLI_PROFILE_DISABLED");
    return look_in_profile(path_of_profiles(environment), value_of(environment, "ALIBABA_CLOUD_PROFILE"));
}

}  // namespace sasyncd
