#pragma once

#include "aliyun/api_call.hpp"

#include <string>

namespace sasyncd {

/// The account whose credentials these are (GetCallerIdentity of STS; needs no permission); for an assumed role, the
/// role's account. `sts_call` points to an STS endpoint and has version 2015-04-01. Tries again at once where that
/// helps, and not otherwise. Errors as of `SignedCall::call`; `malformed` without an account id.
[[nodiscard]] Task<Result<std::string>> account_id_of_caller(ApiCall& sts_call);

}  // namespace sasyncd
