#pragma once

#include "aliyun/signed_call.hpp"
#include "sweep/subscription_reader.hpp"

namespace sasyncd {

/// Asks Security Center for the account's edition and scan quota. `call` outlives the reader.
class SasSubscriptionReader final : public SubscriptionReader {
public:
    explicit SasSubscriptionReader(SignedCall& call) : call_(call) {}

    [[nodiscard]] Task<Result<Edition>> edition() override;
    [[nodiscard]] Task<Result<ScanQuota>> scan_quota() override;

private:
    template <class T>
    [[nodiscard]] Task<Result<T>> ask(std::string action, Result<T> (*parse)(std::string const&));

    SignedCall& call_;
};

}  // namespace sasyncd
