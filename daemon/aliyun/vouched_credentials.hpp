#pragma once

#include "aliyun/credentials.hpp"
#include "aliyun/signed_call.hpp"

#include <string>

namespace sasyncd {

/// Credentials that were seen to belong to one account. A new session of the same role is passed on as it is; keys of
/// another identity, such as a file's that was exchanged in mid-sweep, are asked about (GetCallerIdentity) before the
/// first call is signed with them. Error `unauthorised` where they belong to another account: findings of two
/// accounts must never mix.
class VouchedCredentials final : public CredentialsProvider {
public:
    /// `sts_call` signs with `plain`.
    VouchedCredentials(CredentialsProvider& plain, SignedCall& sts_call)
        : plain_(plain), sts_call_(sts_call) {}

    /// Whose they are now: asked of STS where that is not known yet. From then on `get` holds them to it.
    [[nodiscard]] Task<Result<std::string>> account_id();
    /// The same where STS cannot be asked: these keys are on record as this account's.
    void trust(std::string account_id, std::string identity);

    /// Before an account is known, keys of any.
    [[nodiscard]] Task<Result<Credentials>> get() override;
    void invalidate(std::string_view access_key_id) override { plain_.invalidate(access_key_id); }

private:
    struct Owned {
        std::string account_id;
        Credentials keys;
    };
    [[nodiscard]] Task<Result<Owned>> ask();

    CredentialsProvider& plain_;
    SignedCall& sts_call_;
    std::string account_id_;
    std::string identity_;  ///< seen to be that account's
};

}  // namespace sasyncd
