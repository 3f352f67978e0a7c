#include "aliyun/credential_sources.hpp"

namespace sasyncd {

Lookup look_in_environment(Environment const& environment) {
    CredentialsOptions plan;
    plan.kind = CredentialsOptions::Kind::access_key;
    plan.origin = "environment";
    plan.access_key_id = value_of(environment, "ALIBABA_CLOUD_ACCESS_KEY_ID");
    plan.access_key_secret = Secret(value_of(environment, "ALIBABA_CLOUD_ACCESS_KEY_SECRET"));
    plan.security_token = Secret(value_of(environment, "ALIBABA_CLOUD_SECURITY_TOKEN"));
    if (plan.access_key_id.empty())
        return Lookup::nothing("environment: ALIBABA_CLOUD_ACCESS_KEY_ID is not set");
    if (plan.access_key_secret.empty())
        return Lookup::nothing("environment: ALIBABA_CLOUD_ACCESS_KEY_SECRET is not set");
    return Lookup::found(std::move(plan));
}

Lookup look_for_oidc(Environment const& environment) {
    CredentialsOptions plan;
    plan.kind = CredentialsOptions::Kind::oidc;
    plan.origin = "environment (OIDC)";
    plan.role_arn = value_of(environment, "ALIBABA_CLOUD_ROLE_ARN");
    plan.provider_arn = value_of(environment, "ALIBABA_CLOUD_OIDC_PROVIDER_ARN");
    plan.token_file = value_of(environment, "ALIBABA_CLOUD_OIDC_TOKEN_FILE");
    if (plan.role_arn.empty() || plan.provider_arn.empty() || plan.token_file.empty())
        return Lookup::nothing(
            "OIDC: ALIBABA_CLOUD_ROLE_ARN, ALIBABA_CLOUD_OIDC_PROVIDER_ARN and "
            "ALIBABA_CLOUD_OIDC_TOKEN_FILE are not all set");
    if (auto name = value_of(environment, "ALIBABA_CLOUD_ROLE_SESSION_NAME"); !name.empty())
        plan.role_session_name = std::move(name);
    return Lookup::found(std::move(plan));
}

Lookup look_for_ecs_role(Environment const& environment) {
    if (is_switched_on(environment, "ALIBABA_CLOUD_ECS_METADATA_DISABLED"))
        return Lookup::nothing(
            "role of the ECS instance: switched off by ALIBABA_CLOUD_ECS_METADATA_DISABLED");
    CredentialsOptions plan;
    plan.kind = CredentialsOptions::Kind::ecs_ram_role;
    plan.origin = "environment";
    plan.role_name = value_of(environment, "ALIBABA_CLOUD_ECS_METADATA");
    bool const is_guess = plan.role_name.empty();
    auto lookup = Lookup::found(std::move(plan));
    lookup.is_guess = is_guess;
    return lookup;
}

Lookup look_for_uri(Environment const& environment) {
    CredentialsOptions plan;
    plan.kind = CredentialsOptions::Kind::uri;
    plan.origin = "environment";
    plan.uri = value_of(environment, "ALIBABA_CLOUD_CREDENTIALS_URI");
    if (plan.uri.empty())
        return Lookup::nothing("ALIBABA_CLOUD_CREDENTIALS_URI: not set");
    return Lookup::found(std::move(plan));
}

}  // namespace sasyncd
