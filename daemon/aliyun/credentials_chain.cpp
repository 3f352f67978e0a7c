#include "aliyun/credential_sources.hpp"
#include "aliyun/grant_source.hpp"

#include <fmt/format.h>

namespace sasyncd {

namespace {

constexpr char const* kRemedy =
    "set ALIBABA_CLOUD_ACCESS_KEY_ID and ALIBABA_CLOUD_ACCESS_KEY_SECRET for the service, or give the "
    "account credentials of another kind";
/// Keys in files change without a word.
constexpr std::chrono::minutes kLookAgain{1};

using Place = Lookup (*)(Environment const&);
constexpr Place kPlaces[] = {look_in_environment, look_for_oidc,     look_in_cli_profile,
                             look_in_shared_file, look_for_ecs_role, look_for_uri};

/// The first place that is configured decides: where its keys cannot be had, going on would take somebody else's.
class ChainSource final : public GrantSource {
public:
    explicit ChainSource(CredentialTools tools) : tools_(std::move(tools)) {}

    [[nodiscard]] Task<Result<CredentialGrant>> fetch() override {
        std::string tried;
        auto const note = [&](std::string const& why) { tried += (tried.empty() ? "" : "; ") + why; };
        for (auto const place : kPlaces) {
            auto lookup = place(tools_.environment);
            if (lookup.refusal)
                co_return std::move(*lookup.refusal);
            if (!lookup.plan) {
                note(lookup.note);
                continue;
            }
            auto source = make_grant_source(*lookup.plan, tools_);
            if (!source.has_value())
                co_return std::move(source.error()).within(lookup.plan->origin);
            auto grant = co_await (*source)->fetch();
            bool const is_passed_over =
                grant.has_error() && lookup.is_guess && grant.error().kind != ErrorKind::cancelled;
            if (!is_passed_over)
                co_return looked_at_again(std::move(grant), *lookup.plan);
            note(grant.error().what);
        }
        co_return Error(ErrorKind::unauthorised, fmt::format("no credentials found ({})", tried))
            .with_remedy(kRemedy);
    }

private:
    static Result<CredentialGrant> looked_at_again(Result<CredentialGrant> grant,
                                                   CredentialsOptions const& plan) {
        if (grant.has_value() && plan.kind == CredentialsOptions::Kind::access_key)
            grant->look_again = kLookAgain;
        return grant;
    }

    CredentialTools tools_;
};

}  // namespace

Result<GrantSourcePtr> make_chain_source(CredentialTools const& tools) {
    return GrantSourcePtr(std::make_unique<ChainSource>(tools));
}

}  // namespace sasyncd
