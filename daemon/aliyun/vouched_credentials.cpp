#include "aliyun/vouched_credentials.hpp"

#include "aliyun/caller_identity.hpp"

#include <fmt/format.h>

namespace sasyncd {

namespace {

constexpr int kAttempts = 3;

}  // namespace

/// The answer counts only for keys that were in use before and after: they may be exchanged in between.
Task<Result<VouchedCredentials::Owned>> VouchedCredentials::ask() {
    Error unsteady(ErrorKind::retry_later, "the credentials change again and again");
    for (int tried = 0; tried < kAttempts; ++tried) {
        auto before = co_await plain_.get();
        if (!before.has_value())
            co_return before.error();
        auto asked = co_await account_id_of_caller(sts_call_);
        if (!asked.has_value())
            co_return asked.error();
        auto after = co_await plain_.get();
        if (!after.has_value())
            co_return after.error();
        if (after->identity != before->identity)
            continue;
        Owned owned;
        owned.account_id = std::move(*asked);
        owned.keys = std::move(*after);
        co_return owned;
    }
    co_return unsteady;
}

Task<Result<std::string>> VouchedCredentials::account_id() {
    auto keys = co_await plain_.get();
    if (!keys.has_value())
        co_return keys.error();
    if (!account_id_.empty() && keys->identity == identity_)
        co_return account_id_;
    auto owned = co_await ask();
    if (!owned.has_value())
        co_return owned.error();
    trust(owned->account_id, owned->keys.identity);
    co_return account_id_;
}

void VouchedCredentials::trust(std::string account_id, std::string identity) {
    account_id_ = std::move(account_id);
    identity_ = std::move(identity);
}

Task<Result<Credentials>> VouchedCredentials::get() {
    auto keys = co_await plain_.get();
    if (!keys.has_value() || account_id_.empty() || keys->identity == identity_)
        co_return keys;
    auto owned = co_await ask();
    if (!owned.has_value()) {
        auto error = owned.error();
        error.is_denial = false;
        co_return std::move(error).within("asking STS whose the new credentials are");
    }
    if (owned->account_id != account_id_) {
        Error other(ErrorKind::unauthorised, fmt::format("the credentials belong to {} now, no longer to {}",
                                                         owned->account_id, account_id_));
        co_return std::move(other).with_remedy(
            "correct the credentials, or, where this is meant, run sasyncd check --accept-account");
    }
    trust(owned->account_id, owned->keys.identity);
    co_return std::move(owned->keys);
}

}  // namespace sasyncd
