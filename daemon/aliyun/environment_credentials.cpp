#include "aliyun/credential_sources.hpp"

namespace sasyncd {

namespace {

class EnvironmentCredentials final : public CredentialsProvider {
public:
    explicit EnvironmentCredentials(Environment environment) : environment_(std::move(environment)) {}

    [[nodiscard]] Task<Result<Credentials>> get() override { co_return read(); }
    /// Nothing is kept.
    void invalidate() override {}

private:
    [[nodiscard]] Result<Credentials> read() const {
        auto const id = value_of(environment_, "ALIBABA_CLOUD_ACCESS_KEY_ID");
        auto const secret = value_of(environment_, "ALIBABA_CLOUD_ACCESS_KEY_SECRET");
        if (id.empty() || secret.empty())
            return no_credentials(id.empty() ? "environment: ALIBABA_CLOUD_ACCESS_KEY_ID is not set"
                                             : "environment: ALIBABA_CLOUD_ACCESS_KEY_SECRET is not set");
        Secret token(value_of(environment_, "ALIBABA_CLOUD_SECURITY_TOKEN"));
        return checked(Credentials(id, Secret(secret), std::move(token), "environment"));
    }

    Environment environment_;
};

}  // namespace

std::unique_ptr<CredentialsProvider> make_environment_credentials(Environment environment) {
    return std::make_unique<EnvironmentCredentials>(std::move(environment));
}

}  // namespace sasyncd
