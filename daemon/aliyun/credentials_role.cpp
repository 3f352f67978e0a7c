#include "aliyun/endpoints.hpp"
#include "aliyun/grant_answer.hpp"
#include "aliyun/sts_call.hpp"
#include "base/text.hpp"

#include <fmt/format.h>

namespace sasyncd {

namespace {

/// Sessions of a role that other keys assume: AssumeRole.
class RoleSource final : public GrantSource {
public:
    RoleSource(CredentialsOptions options, CredentialTools const& tools,
               std::unique_ptr<CredentialsProvider> signer)
        : options_(std::move(options)),
          clock_(tools.clock),
          signer_(std::move(signer)),
          call_(tools,
                sts_endpoint(tools.endpoints, tools.environment, options_.sts_region, options_.sts_vpc),
                signer_.get()) {}

    [[nodiscard]] Task<Result<CredentialGrant>> fetch() override {
        std::string action = "AssumeRole";
        auto form = make_form();
        auto answer = co_await call_.call(std::move(action), std::move(form));
        auto const role = printable(options_.role_arn, 200);
        if (!answer.has_value()) {
            auto error = std::move(answer.error()).within(fmt::format("assuming {}", role));
            if (error.is_denial)
                error.remedy = fmt::format(
                    "allow the RAM action sts:AssumeRole to the keys that assume it, and name them in the "
                    "trust "
                    "policy of {}",
                    role);
            co_return error;
        }
        co_return grant_in(*answer, clock_, fmt::format("role {} ({})", role, options_.origin),
                           "role " + options_.role_arn);
    }

private:
    [[nodiscard]] Parameters make_form() const {
        Parameters form{{"RoleArn", options_.role_arn},
                        {"RoleSessionName", options_.role_session_name},
                        {"DurationSeconds", fmt::format("{}", options_.duration.count())}};
        if (!options_.policy.empty())
            form["Policy"] = options_.policy;
        if (!options_.external_id.empty())
            form["ExternalId"] = options_.external_id;
        return form;
    }

    CredentialsOptions options_;
    Clock& clock_;
    std::unique_ptr<CredentialsProvider> signer_;
    StsCall call_;
};

}  // namespace

Result<GrantSourcePtr> make_role_source(CredentialsOptions const& options, CredentialTools const& tools) {
    if (options.role_arn.empty())
        return Error(ErrorKind::rejected, "credentials of kind ram_role_arn lack role_arn")
            .with_remedy("set role_arn, such as acs:ram::1234567890123456:role/sasyncd");
    auto signer = make_credentials(options.source ? *options.source : CredentialsOptions(), tools);
    if (!signer.has_value())
        return std::move(signer.error()).within("source");
    return GrantSourcePtr(std::make_unique<RoleSource>(options, tools, std::move(*signer)));
}

}  // namespace sasyncd
