#include "app/exit_code.hpp"

#include <algorithm>
#include <array>

namespace sasyncd::exit_code {

int of(ErrorKind kind) {
    switch (kind) {
        case ErrorKind::unauthorised:
        case ErrorKind::unlicensed: return kNoPermission;
        case ErrorKind::rejected: return kSettings;
        case ErrorKind::unavailable: return kUnavailable;
        case ErrorKind::retry_now:
        case ErrorKind::retry_later:
        case ErrorKind::malformed:
        case ErrorKind::lost_lease:
        case ErrorKind::cancelled: return kTryAgain;
        case ErrorKind::bug: return kBug;
    }
    return kBug;
}

int of(Certificate const& certificate) {
    if (certificate.stopped_by)
        return of(certificate.stopped_by->kind);
    return certificate.verdict == Verdict::whole && certificate.held == 0 ? kDone : kTryAgain;
}

int graver(int a, int b) {
    constexpr std::array kOrder = {kDone, kTryAgain, kData, kUnavailable, kNoPermission, kSettings, kBug};
    auto const rank = [&](int code) { return std::find(kOrder.begin(), kOrder.end(), code); };
    return rank(a) < rank(b) ? b : a;
}

}  // namespace sasyncd::exit_code
