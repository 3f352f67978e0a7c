#include "aliyun/credentials.hpp"

#include "aliyun/session_keeper.hpp"

namespace sasyncd {

Result<GrantSourcePtr> make_grant_source(CredentialsOptions const& options, CredentialTools const& tools) {
    using enum CredentialsOptions::Kind;
    switch (options.kind) {
        case chain: return make_chain_source(tools);
        case access_key: return make_access_key_source(options);
        case ram_role_arn: return make_role_source(options, tools);
        case ecs_ram_role: return make_ecs_source(options, tools);
        case oidc: return make_oidc_source(options, tools);
        case profile: return make_profile_source(options, tools);
        case uri: return make_uri_source(options, tools);
        case process: return make_process_source(options, tools);
    }
    return Error(ErrorKind::bug, "credentials of a kind that nobody knows");
}

Result<std::unique_ptr<CredentialsProvider>> make_credentials(CredentialsOptions const& options,
                                                              CredentialTools const& tools) {
    auto source = make_grant_source(options, tools);
    if (!source.has_value())
        return source.error();
    return std::unique_ptr<CredentialsProvider>(std::make_unique<SessionKeeper>(std::move(*source), tools));
}

}  // namespace sasyncd
