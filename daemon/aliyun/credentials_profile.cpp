#include "aliyun/credential_sources.hpp"
#include "aliyun/grant_source.hpp"

namespace sasyncd {

namespace {

/// Keys in files change without a word.
constexpr std::chrono::minutes kLookAgain{1};

/// A profile that the settings name: of the CLI's file, or of another in its format.
class ProfileSource final : public GrantSource {
public:
    ProfileSource(CredentialsOptions options, CredentialTools tools)
        : options_(std::move(options)), tools_(std::move(tools)) {}

    [[nodiscard]] Task<Result<CredentialGrant>> fetch() override {
        auto const path = options_.file.empty() ? path_of_profiles(tools_.environment) : options_.file;
        auto const name = options_.profile.empty() ? value_of(tools_.environment, "ALIBABA_CLOUD_PROFILE")
                                                   : options_.profile;
        auto lookup = look_in_profile(path, name);
        if (lookup.refusal)
            co_return std::move(*lookup.refusal);
        if (!lookup.plan) {
            Error nothing(ErrorKind::unauthorised, std::move(lookup.note));
            co_return std::move(nothing).with_remedy(
                "give credentials.profile and credentials.file of a profile that exists, readable by this "
                "service");
        }
        auto source = make_grant_source(*lookup.plan, tools_);
        if (!source.has_value())
            co_return std::move(source.error()).within(lookup.plan->origin);
        auto grant = co_await (*source)->fetch();
        if (grant.has_value() && lookup.plan->kind == CredentialsOptions::Kind::access_key)
            grant->look_again = kLookAgain;
        co_return grant;
    }

private:
    CredentialsOptions options_;
    CredentialTools tools_;
};

}  // namespace

Result<GrantSourcePtr> make_profile_source(CredentialsOptions const& options, CredentialTools const& tools) {
    return GrantSourcePtr(std::make_unique<ProfileSource>(options, tools));
}

}  // namespace sasyncd
