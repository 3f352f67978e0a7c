#pragma once

#include "aliyun/signed_call.hpp"

#include <string>

namespace sasyncd {

struct CallerIdentity {
    CallerIdentity() = default;
    std::string account_id;  ///< for an assumed role, the role's account
    std::string arn;
    std::string request_id;
};

/// Whose credentials these are (GetCallerIdentity of STS; needs no permission). `sts` points to an STS endpoint. Tries
/// again at once where that helps, and not otherwise. Errors as of `SignedCall::send`; `malformed` without an account
/// id.
[[nodiscard]] Task<Result<CallerIdentity>> ask_caller_identity(SignedCall& sts);

}  // namespace sasyncd
