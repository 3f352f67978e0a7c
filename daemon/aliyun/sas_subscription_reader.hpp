#pragma once

#include "aliyun/api_call.hpp"
#include "sweep/subscription_reader.hpp"

namespace sasyncd {

/// Asks Security Center for the account's edition and scan quota. `call` outlives the reader.
class SasSubscriptionReader final : public SubscriptionReader {
public:
    explicit SasSubscriptionReader(ApiCall& call) : call_(call) {}

    [[nodiscard]] Task<Result<Edition>> edition() override;
    [[nodiscard]] Task<Result<ScanQuota>> scan_quota() override;

private:
    template <class T>
    [[nodiscard]] Task<Result<T>> ask(std::string action, Result<T> (*parse)(std::string const&));

    ApiCall& call_;
};

}  // namespace sasyncd
