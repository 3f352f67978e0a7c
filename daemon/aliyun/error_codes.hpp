#pragma once

#include "base/error.hpp"
#include "net/transport.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace sasyncd {

/// What of our own state may be at fault, so that it can be mended and the call made once more.
enum class Mend { none, clock, session, key };

/// An error answer in our words. `error.kind` is what holds where mending does not help.
struct ApiFailure {
    ApiFailure(Error translated, Mend what_to_mend) : error(std::move(translated)), mend(what_to_mend) {}

    Error error;
    Mend mend;
};

/// Tells an error answer from a good one: by the HTTP status, and below 300 by a `Code` in a JSON body. Classified by
/// code, not by status; a positive x-acs-retry-after (milliseconds) makes any error `retry_later`. Empty: no error.
/// Messages of the service are made printable, and keys, tokens, signatures and strings to sign are cut out of them;
/// `access_key_id` is cut out too.
[[nodiscard]] std::optional<ApiFailure> failure_in(HttpResponse const& response, std::string_view access_key_id = {});

/// Only those parts of an error envelope that we use.
struct ErrorEnvelope {
    std::string code;
    std::string message;
    std::string request_id;
    std::string denied_action;     ///< AccessDeniedDetail.AuthAction
    std::string denied_principal;  ///< …AuthPrincipalType
    std::string denied_policy;     ///< …PolicyType and NoPermissionType
};

/// The envelope in a body: JSON with either case of first letters, or XML. Empty where there is no code.
[[nodiscard]] std::optional<ErrorEnvelope> read_envelope(std::string_view body);

/// `Code` of an answer that is no error: services of the same family say "200", "OK" or "Success".
[[nodiscard]] bool is_success_code(std::string_view code);

/// `message` without anything secret: what follows "string to sign", access key ids, tokens, signatures.
[[nodiscard]] std::string redacted(std::string_view message, std::string_view access_key_id = {});

}  // namespace sasyncd
