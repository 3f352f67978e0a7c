#include "aliyun/credential_sources.hpp"

#include <fmt/format.h>

#include <optional>

namespace sasyncd {

namespace {

constexpr char const* kRemedy =
    "set ALIBABA_CLOUD_ACCESS_KEY_ID and ALIBABA_CLOUD_ACCESS_KEY_SECRET, or credentials of kind access_key in the "
    "settings";

/// Members of the documented chain that are asked for by a variable, but not built.
std::string unsupported(Environment const& environment) {
    std::string text;
    auto const is_set = [&](std::string_view name) { return !value_of(environment, name).empty(); };
    if (is_set("ALIBABA_CLOUD_ROLE_ARN") && is_set("ALIBABA_CLOUD_OIDC_PROVIDER_ARN"))
        text += "; OIDC (ALIBABA_CLOUD_OIDC_PROVIDER_ARN is set): not supported by this version";
    if (is_set("ALIBABA_CLOUD_ECS_METADATA"))
        text += "; role of the ECS instance (ALIBABA_CLOUD_ECS_METADATA is set): not supported by this version";
    if (is_set("ALIBABA_CLOUD_CREDENTIALS_URI"))
        text += "; credentials URI (ALIBABA_CLOUD_CREDENTIALS_URI is set): not supported by this version";
    return text;
}

class ChainCredentials final : public CredentialsProvider {
public:
    explicit ChainCredentials(Environment environment) : environment_(std::move(environment)) {
        members_.push_back(make_environment_credentials(environment_));
        members_.push_back(make_cli_profile_credentials(environment_));
        members_.push_back(make_shared_file_credentials(environment_));
    }

    [[nodiscard]] Task<Result<Credentials>> get() override;
    void invalidate() override;

private:
    Environment environment_;
    std::vector<std::unique_ptr<CredentialsProvider>> members_;
    std::optional<Credentials> found_;
};

Task<Result<Credentials>> ChainCredentials::get() {
    if (found_)
        co_return *found_;
    std::string tried;
    for (auto const& member : members_) {
        auto credentials = co_await member->get();
        if (credentials.has_value()) {
            found_ = *credentials;
            co_return *credentials;
        }
        if (credentials.error().kind == ErrorKind::cancelled)
            co_return credentials;
        tried += tried.empty() ? credentials.error().what : "; " + credentials.error().what;
    }
    auto const text = fmt::format("no credentials were found. {}{}", tried, unsupported(environment_));
    co_return no_credentials(text).with_remedy(kRemedy);
}

void ChainCredentials::invalidate() {
    found_.reset();
    for (auto const& member : members_)
        member->invalidate();
}

}  // namespace

std::unique_ptr<CredentialsProvider> make_chain_credentials(Environment environment) {
    return std::make_unique<ChainCredentials>(std::move(environment));
}

}  // namespace sasyncd
