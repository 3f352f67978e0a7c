#pragma once

#include "aliyun/options.hpp"
#include "base/clock.hpp"
#include "base/environment.hpp"
#include "base/log.hpp"
#include "base/result.hpp"
#include "base/secret.hpp"
#include "base/task.hpp"
#include "net/transport.hpp"
#include "sweep/observer.hpp"

#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace sasyncd {

struct Credentials {
    Credentials() = default;
    Credentials(std::string id, Secret secret, Secret token, std::string where)
        : access_key_id(std::move(id)),
          access_key_secret(std::move(secret)),
          security_token(std::move(token)),
          provider(std::move(where)),
          identity("key " + access_key_id) {}

    std::string access_key_id;
    Secret access_key_secret;
    Secret security_token;  ///< empty unless temporary
    std::string
        provider;  ///< for `check` and messages: "environment", "CLI profile default of /root/.aliyun/…"
    /// The same in every session of one role: whose it is need not be asked again when a session is renewed.
    std::string identity;
};

/// Finds the keys of one account. Errors: `unauthorised` where there are none or they are refused (what was tried, and
/// the remedy; never a secret, and never a denial by a site), `retry_later` and `unavailable` of services that were
/// asked, `cancelled`.
class CredentialsProvider {
public:
    virtual ~CredentialsProvider() = default;
    [[nodiscard]] virtual Task<Result<Credentials>> get() = 0;
    /// A service refused the keys with this id: the next `get` looks again, unless it gives others already.
    virtual void invalidate(std::string_view access_key_id) = 0;
};

/// What providers find keys with.
struct CredentialTools {
    Transport& transport;
    Clock& clock;
    Observer& observer;
    Environment environment;
    EndpointOptions endpoints;
    Log log;
    std::string label;             ///< of the account
    std::function<double()> dice;  ///< in [0, 1)
};

/// The provider of an account: keeps one session, renews it early and in one place. Error `rejected` where members
/// of the options are missing or no good.
[[nodiscard]] Result<std::unique_ptr<CredentialsProvider>> make_credentials(CredentialsOptions const& options,
                                                                            CredentialTools const& tools);

}  // namespace sasyncd
