#include "aliyun/credentials.hpp"

#include "aliyun/credential_sources.hpp"

#include <fmt/format.h>

#include <array>

namespace sasyncd {

namespace {

constexpr char const* kRemedy =
    "set ALIBABA_CLOUD_ACCESS_KEY_ID and ALIBABA_CLOUD_ACCESS_KEY_SECRET for the service, or give the "
    "account "
    "credentials of kind access_key";

using Kind = CredentialsOptions::Kind;

std::string_view name_of(Kind kind) {
    switch (kind) {
        case Kind::chain: return "chain";
        case Kind::access_key: return "access_key";
        case Kind::ram_role_arn: return "ram_role_arn";
        case Kind::ecs_ram_role: return "ecs_ram_role";
        case Kind::oidc: return "oidc";
        case Kind::profile: return "profile";
        case Kind::uri: return "uri";
    }
    return "unknown";
}

class AccessKey final : public CredentialsProvider {
public:
    explicit AccessKey(Credentials credentials) : credentials_(std::move(credentials)) {}

    Task<Result<Credentials>> get() override { co_return credentials_; }
    void invalidate() override {}

private:
    Credentials credentials_;
};

/// RRSA stands before the files in everybody's chain: going past it would take another identity's keys.
Lookup look_for_oidc(Environment const& environment) {
    for (auto const* name :
         {"ALIBABA_CLOUD_ROLE_ARN", "ALIBABA_CLOUD_OIDC_PROVIDER_ARN", "ALIBABA_CLOUD_OIDC_TOKEN_FILE"})
        if (value_of(environment, name).empty())
            return Lookup::nothing({});
    return Lookup::refused("the environment asks for OIDC (RRSA) credentials, which are not supported",
                           "set ALIBABA_CLOUD_ACCESS_KEY_ID and ALIBABA_CLOUD_ACCESS_KEY_SECRET, or unset "
                           "ALIBABA_CLOUD_OIDC_TOKEN_FILE");
}

/// Environment, CLI profile, shared file: the first that has keys, kept until it is refused.
class Chain final : public CredentialsProvider {
public:
    explicit Chain(Environment environment) : environment_(std::move(environment)) {}

    Task<Result<Credentials>> get() override {
        if (found_)
            co_return *found_;
        auto looked = look();
        if (looked)
            found_ = *looked;
        co_return looked;
    }

    void invalidate() override { found_.reset(); }

private:
    [[nodiscard]] Result<Credentials> look() const {
        std::string tried;
        for (auto* const place :
             {look_in_environment, look_for_oidc, look_in_cli_profile, look_in_shared_file}) {
            auto lookup = place(environment_);
            if (lookup.credentials)
                return std::move(*lookup.credentials);
            if (lookup.refusal)
                return std::move(*lookup.refusal);
            if (!lookup.note.empty())
                tried += (tried.empty() ? "" : "; ") + lookup.note;
        }
        if (!value_of(environment_, "ALIBABA_CLOUD_CREDENTIALS_URI").empty())
            tried += "; ALIBABA_CLOUD_CREDENTIALS_URI: not supported";
        tried += "; role of the ECS instance: not supported";
        return Error(ErrorKind::unauthorised, fmt::format("no credentials found ({})", tried))
            .with_remedy(kRemedy);
    }

    Environment environment_;
    std::optional<Credentials> found_;
};

}  // namespace

Result<std::unique_ptr<CredentialsProvider>> make_credentials(CredentialsOptions const& options,
                                                              Environment const& environment) {
    std::unique_ptr<CredentialsProvider> provider;
    if (options.kind == Kind::chain) {
        provider = std::make_unique<Chain>(environment);
        return provider;
    }
    if (options.kind != Kind::access_key)
        return Error(ErrorKind::rejected,
                     fmt::format("credentials of kind {} are not supported by this version",
                                 name_of(options.kind)))
            .with_remedy("use kind access_key or chain");
    if (options.access_key_id.empty() || options.access_key_secret.empty())
        return Error(ErrorKind::rejected, "credentials of kind access_key lack the id or the secret")
            .with_remedy("set both access_key_id and access_key_secret");
    Credentials keys(options.access_key_id, options.access_key_secret, options.security_token, "settings");
    provider = std::make_unique<AccessKey>(std::move(keys));
    return provider;
}

}  // namespace sasyncd
