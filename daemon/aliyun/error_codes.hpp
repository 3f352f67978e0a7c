#pragma once

#include "base/error.hpp"
#include "net/transport.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace sasyncd {

/// The operation that all of this is about; others say which they are.
inline constexpr std::string_view kMainAction = "DescribeAffectedMaliciousFileImages";

/// What of our own state may be at fault, so that it can be mended and the call made once more.
enum class Mend { none, clock, session, key };

/// An error answer in our words. `error.kind` is what holds where mending does not help.
struct ApiFailure {
    ApiFailure(Error translated, Mend what_to_mend) : error(std::move(translated)), mend(what_to_mend) {}

    Error error;
    Mend mend;
};

/// Tells an error answer from a good one: by the HTTP status, and below 300 by a `Code` in the body. Empty: no error.
/// `action` is what to allow where permission is wanting and the answer does not name it.
[[nodiscard]] std::optional<ApiFailure> failure_in(HttpResponse const& response,
                                                   std::string_view access_key_id = {},
                                                   std::string_view action = kMainAction);

/// An error answer in our words: by code, not by status, where there is a code; a positive `retry_after_header`
/// (milliseconds) makes any error `retry_later`. Messages of the service are made printable; keys, tokens, signatures
/// and strings to sign are cut out of them, and so is `secret_to_redact`.
[[nodiscard]] Error classify_error(unsigned http_status, std::string_view content_type, std::string_view body,
                                   std::string_view retry_after_header, std::string_view request_id_header,
                                   std::string_view secret_to_redact = {},
                                   std::string_view action = kMainAction);

/// The same for the body of a 200: empty where it carries no code, or one that means success.
[[nodiscard]] std::optional<Error> error_in_ok_body(std::string_view body,
                                                    std::string_view request_id_header = {});

/// The same where code and message were read already.
[[nodiscard]] Error error_of_code(std::string_view code, std::string_view message, unsigned http_status,
                                  std::string_view action = kMainAction);

/// What to mend before a call that failed with this code is made again.
[[nodiscard]] Mend mend_for(std::string_view code);

}  // namespace sasyncd
