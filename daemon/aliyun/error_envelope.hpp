#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace sasyncd {

/// Only those parts of an error envelope that we use.
struct ErrorEnvelope {
    std::string code;
    std::string message;
    std::string request_id;
    std::string denied_action;  ///< AccessDeniedDetail.AuthAction
    std::string denied_type;    ///< …NoPermissionType
    std::string denied_policy;  ///< …PolicyType
};

/// The envelope in a body: JSON with either case of first letters, or XML. Empty where there is no code.
[[nodiscard]] std::optional<ErrorEnvelope> read_envelope(std::string_view body);

/// `Code` of an answer that is no error: services of the same family say "200", "OK" or "Success".
[[nodiscard]] bool is_success_code(std::string_view code);

/// `message` without anything secret: strings to sign, tokens, signatures, access key ids, `secret`.
[[nodiscard]] std::string redacted(std::string_view message, std::string_view secret = {});

/// `text` with "(key)" in place of words that begin as access key ids do.
[[nodiscard]] std::string without_key_ids(std::string_view text);

}  // namespace sasyncd
