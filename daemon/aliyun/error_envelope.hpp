#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace sasyncd {

/// Only those parts of an error envelope that we use, as they came.
struct ErrorEnvelope {
    std::string code;
    std::string message;
    std::string request_id;
    std::string denied_action;     ///< AccessDeniedDetail.AuthAction
    std::string denied_principal;  ///< …AuthPrincipalType
    std::string denied_policy;     ///< …PolicyType, NoPermissionType
};

/// The envelope in a body: JSON with either case of first letters, or XML. Empty where there is no code.
[[nodiscard]] std::optional<ErrorEnvelope> read_envelope(std::string_view body);

/// `message` without anything secret: what follows "string to sign", access key ids, tokens, signatures.
[[nodiscard]] std::string redacted(std::string_view message, std::string_view access_key_id = {});

}  // namespace sasyncd
