#include "aliyun/credential_sources.hpp"
#include "aliyun/grant_source.hpp"
#include "base/wipe.hpp"

namespace sasyncd {

namespace {

constexpr std::chrono::minutes kLookAgain{1};

bool has_file(CredentialsOptions const& options) {
    return !options.access_key_id_file.empty() || !options.access_key_secret_file.empty() ||
           !options.security_token_file.empty();
}

/// What a one-line file holds now; where it cannot be read, what it held.
void reread(std::string const& path, Secret& value) {
    auto text = path.empty() ? std::nullopt : read_small_file(path);
    if (!text)
        return;
    while (!text->empty() && (text->back() == '\n' || text->back() == '\r'))
        text->pop_back();
    if (!text->empty() && text->find('\n') == std::string::npos)
        value = Secret(*text);
    wipe(*text);
}

class AccessKeySource final : public GrantSource {
public:
    explicit AccessKeySource(CredentialsOptions options) : options_(std::move(options)) {}

    [[nodiscard]] Task<Result<CredentialGrant>> fetch() override {
        Secret id(options_.access_key_id);
        reread(options_.access_key_id_file, id);
        reread(options_.access_key_secret_file, options_.access_key_secret);
        reread(options_.security_token_file, options_.security_token);
        options_.access_key_id = id.reveal();
        Credentials keys(options_.access_key_id, options_.access_key_secret, options_.security_token,
                         options_.origin);
        CredentialGrant grant(std::move(keys));
        if (has_file(options_))
            grant.look_again = kLookAgain;
        co_return grant;
    }

private:
    CredentialsOptions options_;
};

}  // namespace

Result<GrantSourcePtr> make_access_key_source(CredentialsOptions const& options) {
    if (options.access_key_id.empty() || options.access_key_secret.empty())
        return Error(ErrorKind::rejected, "credentials of kind access_key lack the id or the secret")
            .with_remedy("set both access_key_id and access_key_secret");
    return GrantSourcePtr(std::make_unique<AccessKeySource>(options));
}

}  // namespace sasyncd
