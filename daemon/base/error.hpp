#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace sasyncd {

/// What the caller may do about a failure. Never names a code of the API or an SQLSTATE: whoever stands at the edge
/// translates.
enum class ErrorKind {
    retry_now,     ///< mended (new session, learned clock); the same call may be made again at once
    retry_later,   ///< throttled, a server fault, a broken connection: again after a pause
    unauthorised,  ///< key, signature or permission; no retry before an operator acted
    unlicensed,    ///< the edition of the account does not include the function
    malformed,     ///< an answer that cannot be what was asked for
    rejected,  ///< the request itself is refused (a bad filter, a page too deep); the same call fails for ever
    unavailable,  ///< the other side cannot be reached or is not ready; the caller decides how long it waits
    lost_lease,   ///< another process leads this account now; what was prepared must be discarded
    cancelled,    ///< we were told to stop; never logged as an error
    bug           ///< a broken promise between our own parts
};

[[nodiscard]] std::string_view to_string(ErrorKind kind);

/// A failure of the outside world. `what` grows on the way up ("source prod/china, page 7: …") and is one line, with
/// everything from outside escaped; `remedy` tells an operator what to do, where that is known.
class Error {
public:
    /// No failure at all; only `Result` makes one, for the sake of its type.
    Error() : kind(ErrorKind::bug) {}
    Error(ErrorKind error_kind, std::string text) : kind(error_kind), what(std::move(text)) {}

    [[nodiscard]] Error within(std::string_view context) &&;
    [[nodiscard]] Error with_remedy(std::string text) &&;
    [[nodiscard]] Error with_request_id(std::string id) &&;
    [[nodiscard]] Error after(std::chrono::milliseconds pause) &&;

    /// The whole of it as one line for a log: what, request id, remedy.
    [[nodiscard]] std::string line() const;

    ErrorKind kind;
    std::string what;
    std::string code;  ///< as the other side spelled it, escaped; for logs and metrics, never for decisions
    std::string request_id;  ///< empty where there was none
    std::string remedy;
    std::optional<std::chrono::milliseconds> retry_after;
    /// Of `unauthorised` and `unlicensed`: who asked was known, and may not. Never set for a wrong key or signature.
    bool is_denial = false;
};

}  // namespace sasyncd
