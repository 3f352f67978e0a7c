#pragma once

#include "aliyun/grant_source.hpp"
#include "aliyun/secret_json.hpp"

#include <optional>
#include <string>

namespace sasyncd {

/// The session in an answer of STS (`Credentials`) or of a metadata service (its members at top level): AccessKeyId,
/// AccessKeySecret, SecurityToken, Expiration, all of them. Wipes the body. Error `malformed`, which names what is
/// missing and shows nothing.
[[nodiscard]] Result<CredentialGrant> grant_in(HttpResponse& response, Clock const& clock, std::string where,
                                               std::string identity);

/// How long until that time, by the clock of whoever answered where it tells one that can be, else by ours.
[[nodiscard]] std::chrono::milliseconds time_until(SystemTime end, HttpResponse const& response,
                                                   Clock const& clock);

}  // namespace sasyncd
