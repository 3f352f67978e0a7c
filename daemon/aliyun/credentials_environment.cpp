#include "aliyun/credential_sources.hpp"

namespace sasyncd {

Lookup look_in_environment(Environment const& environment) {
    auto id = value_of(environment, "ALIBABA_CLOUD_ACCESS_KEY_ID");
    Secret secret(value_of(environment, "ALIBABA_CLOUD_ACCESS_KEY_SECRET"));
    if (id.empty())
        return Lookup::nothing("environment: ALIBABA_CLOUD_ACCESS_KEY_ID is not set");
    if (secret.empty())
        return Lookup::nothing("environment: ALIBABA_CLOUD_ACCESS_KEY_SECRET is not set");
    Secret token(value_of(environment, "ALIBABA_CLOUD_SECURITY_TOKEN"));
    return Lookup::found(Credentials(std::move(id), std::move(secret), std::move(token), "environment"));
}

}  // namespace sasyncd
