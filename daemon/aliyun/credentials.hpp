#pragma once

#include "aliyun/options.hpp"
#include "base/environment.hpp"
#include "base/result.hpp"
#include "base/secret.hpp"
#include "base/task.hpp"

#include <memory>
#include <string>

namespace sasyncd {

struct Credentials {
    Credentials() = default;
    Credentials(std::string id, Secret secret, Secret token, std::string where)
        : access_key_id(std::move(id)),
          access_key_secret(std::move(secret)),
          security_token(std::move(token)),
          provider(std::move(where)) {}

    std::string access_key_id;
    Secret access_key_secret;
    Secret security_token;  ///< empty unless temporary
    std::string
        provider;  ///< for `check` and messages: "environment", "CLI profile default of /root/.aliyun/…"
};

/// Finds the keys of one account. Errors: `unauthorised` where there are none (what was tried, and the remedy; never
/// a secret), `retry_later` and `unavailable` of services that were asked, `cancelled`.
class CredentialsProvider {
public:
    virtual ~CredentialsProvider() = default;
    [[nodiscard]] virtual Task<Result<Credentials>> get() = 0;
    /// The service refused what `get` gave: forget it, so that the next `get` looks again.
    virtual void invalidate() = 0;
};

/// The provider of an account. Error `rejected` for a kind that this version does not support, or one whose members
/// are missing.
[[nodiscard]] Result<std::unique_ptr<CredentialsProvider>> make_credentials(CredentialsOptions const& options,
                                                                            Environment const& environment);

}  // namespace sasyncd
