#include "aliyun/credential_sources.hpp"

namespace sasyncd {

namespace {

class StaticCredentials final : public CredentialsProvider {
public:
    explicit StaticCredentials(Credentials credentials) : credentials_(std::move(credentials)) {}

    [[nodiscard]] Task<Result<Credentials>> get() override { co_return credentials_; }
    /// There is nowhere else to look.
    void invalidate() override {}

private:
    Credentials credentials_;
};

}  // namespace

std::unique_ptr<CredentialsProvider> make_static_credentials(Credentials credentials) {
    return std::make_unique<StaticCredentials>(std::move(credentials));
}

}  // namespace sasyncd
