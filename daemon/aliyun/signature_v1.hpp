#pragma once

#include "base/secret.hpp"
#include "sweep/options.hpp"

#include <string>
#include <string_view>

namespace sasyncd {

/// The stages of the older HMAC-SHA1 signature of RPC calls, which the credentials services still take.
struct SignatureV1 {
    std::string canonical_query;
    std::string string_to_sign;
    std::string signature;  ///< Base64; percent-encoded once more where it is sent as parameter `Signature`
};

/// `parameters`: all that are sent, in query and form together, but `Signature`.
[[nodiscard]] SignatureV1 sign_v1(std::string_view method, Parameters const& parameters,
                                  Secret const& access_key_secret);

}  // namespace sasyncd
