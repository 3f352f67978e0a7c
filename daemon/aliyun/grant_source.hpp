#pragma once

#include "aliyun/credentials.hpp"

#include <chrono>
#include <memory>
#include <optional>

namespace sasyncd {

/// Keys as one place gave them.
struct CredentialGrant {
    CredentialGrant() = default;
    explicit CredentialGrant(Credentials keys) : credentials(std::move(keys)) {}

    Credentials credentials;
    /// From now on; told by the giver's clock, so that ours may be wrong. Empty: no end is known.
    std::optional<std::chrono::milliseconds> lifetime;
    /// After which the place may hold other keys, where looking costs nothing. 0: looked at only when needed.
    std::chrono::milliseconds look_again{0};
};

/// A place that gives keys; asked again for each session. Errors are not translated yet: `SessionKeeper` does.
class GrantSource {
public:
    virtual ~GrantSource() = default;
    [[nodiscard]] virtual Task<Result<CredentialGrant>> fetch() = 0;
};

using GrantSourcePtr = std::unique_ptr<GrantSource>;

/// The source of any kind. Error `rejected` where members are missing or no good.
[[nodiscard]] Result<GrantSourcePtr> make_grant_source(CredentialsOptions const& options,
                                                       CredentialTools const& tools);

// One file each. They refer to what the tools refer to.

[[nodiscard]] Result<GrantSourcePtr> make_access_key_source(CredentialsOptions const& options);
[[nodiscard]] Result<GrantSourcePtr> make_chain_source(CredentialTools const& tools);
[[nodiscard]] Result<GrantSourcePtr> make_profile_source(CredentialsOptions const& options,
                                                         CredentialTools const& tools);
[[nodiscard]] Result<GrantSourcePtr> make_role_source(CredentialsOptions const& options,
                                                      CredentialTools const& tools);
[[nodiscard]] Result<GrantSourcePtr> make_oidc_source(CredentialsOptions const& options,
                                                      CredentialTools const& tools);
[[nodiscard]] Result<GrantSourcePtr> make_ecs_source(CredentialsOptions const& options,
                                                     CredentialTools const& tools);
[[nodiscard]] Result<GrantSourcePtr> make_uri_source(CredentialsOptions const& options,
                                                     CredentialTools const& tools);
[[nodiscard]] Result<GrantSourcePtr> make_process_source(CredentialsOptions const& options,
                                                         CredentialTools const& tools);

}  // namespace sasyncd
