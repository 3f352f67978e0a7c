#include "base/error.hpp"

#include <fmt/format.h>

namespace sasyncd {

std::string_view to_string(ErrorKind kind) {
    switch (kind) {
        case ErrorKind::retry_now: return "retry_now";
        case ErrorKind::retry_later: return "retry_later";
        case ErrorKind::unauthorised: return "unauthorised";
        case ErrorKind::unlicensed: return "unlicensed";
        case ErrorKind::malformed: return "malformed";
        case ErrorKind::rejected: return "rejected";
        case ErrorKind::unavailable: return "unavailable";
        case ErrorKind::lost_lease: return "lost_lease";
        case ErrorKind::cancelled: return "cancelled";
        case ErrorKind::bug: return "bug";
    }
    return "bug";
}

Error Error::within(std::string_view context) && {
    what = fmt::format("{}: {}", context, what);
    return std::move(*this);
}

Error Error::with_remedy(std::string text) && {
    remedy = std::move(text);
    return std::move(*this);
}

Error Error::with_request_id(std::string id) && {
    request_id = std::move(id);
    return std::move(*this);
}

Error Error::after(std::chrono::milliseconds pause) && {
    retry_after = pause;
    return std::move(*this);
}

std::string Error::line() const {
    std::string text = what;
    if (!request_id.empty())
        text += fmt::format(" (request {})", request_id);
    if (!remedy.empty())
        text += fmt::format("; {}", remedy);
    return text;
}

}  // namespace sasyncd
