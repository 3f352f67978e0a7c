#include "aliyun/credential_sources.hpp"
#include "aliyun/endpoints.hpp"
#include "aliyun/grant_answer.hpp"
#include "aliyun/sts_call.hpp"
#include "base/text.hpp"
#include "base/wipe.hpp"

#include <fmt/format.h>

namespace sasyncd {

namespace {

/// Sessions of a role for the bearer of a token, which something else keeps fresh in a file: AssumeRoleWithOIDC.
class OidcSource final : public GrantSource {
public:
    OidcSource(CredentialsOptions options, CredentialTools const& tools)
        : options_(std::move(options)),
          clock_(tools.clock),
          call_(tools,
                sts_endpoint(tools.endpoints, tools.environment, options_.sts_region, options_.sts_vpc),
                nullptr) {}

    [[nodiscard]] Task<Result<CredentialGrant>> fetch() override {
        auto const role = printable(options_.role_arn, 200);
        auto token = read_token();
        if (token.empty()) {
            Error none(ErrorKind::unauthorised,
                       fmt::format("the OIDC token file {} is empty or cannot be read",
                                   printable(options_.token_file)));
            co_return std::move(none).with_remedy("mount the token, readable by this service");
        }
        std::string action = "AssumeRoleWithOIDC";
        auto form = make_form(token);
        auto answer = co_await call_.call(std::move(action), std::move(form));
        if (!answer.has_value()) {
            auto error = std::move(answer.error()).within(fmt::format("assuming {} by OIDC", role));
            if (error.is_denial)
                error.remedy =
                    fmt::format("name the OIDC provider and its subject in the trust policy of {}", role);
            co_return error;
        }
        co_return grant_in(*answer, clock_, fmt::format("role {} by OIDC ({})", role, options_.origin),
                           "role " + options_.role_arn);
    }

private:
    /// Anew for each session: whoever writes it replaces it within the hour.
    [[nodiscard]] Secret read_token() const {
        auto text = read_small_file(options_.token_file);
        if (!text)
            return {};
        auto const end = text->find_last_not_of(" \t\r\n");
        Secret token(std::string_view(*text).substr(0, end == std::string::npos ? 0 : end + 1));
        wipe(*text);
        return token;
    }

    [[nodiscard]] Parameters make_form(Secret const& token) const {
        Parameters form{{"OIDCProviderArn", options_.provider_arn},
                        {"OIDCToken", token.reveal()},
                        {"RoleArn", options_.role_arn},
                        {"RoleSessionName", options_.role_session_name},
                        {"DurationSeconds", fmt::format("{}", options_.duration.count())}};
        if (!options_.policy.empty())
            form["Policy"] = options_.policy;
        return form;
    }

    CredentialsOptions options_;
    Clock& clock_;
    StsCall call_;
};

void default_to(std::string& member, Environment const& environment, std::string_view variable) {
    if (member.empty())
        member = value_of(environment, variable);
}

}  // namespace

Result<GrantSourcePtr> make_oidc_source(CredentialsOptions const& options, CredentialTools const& tools) {
    auto whole = options;
    default_to(whole.role_arn, tools.environment, "ALIBABA_CLOUD_ROLE_ARN");
    default_to(whole.provider_arn, tools.environment, "ALIBABA_CLOUD_OIDC_PROVIDER_ARN");
    default_to(whole.token_file, tools.environment, "ALIBABA_CLOUD_OIDC_TOKEN_FILE");
    if (whole.role_arn.empty() || whole.provider_arn.empty() || whole.token_file.empty())
        return Error(ErrorKind::rejected,
                     "credentials of kind oidc lack role_arn, provider_arn or token_file")
            .with_remedy(
                "set all three, or let the environment do (ALIBABA_CLOUD_ROLE_ARN, "
                "ALIBABA_CLOUD_OIDC_PROVIDER_ARN, ALIBABA_CLOUD_OIDC_TOKEN_FILE)");
    return GrantSourcePtr(std::make_unique<OidcSource>(std::move(whole), tools));
}

}  // namespace sasyncd
