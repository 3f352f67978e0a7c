#include "store/patient.hpp"

#include <algorithm>

namespace sasyncd {

namespace {

constexpr std::chrono::milliseconds kFirstPause{100};
constexpr std::chrono::milliseconds kLongestPause{5000};

std::chrono::milliseconds pause_after(int attempt) {
    return std::min(kLongestPause, kFirstPause * (1 << std::min(attempt - 1, 10)));
}

bool may_pass(ErrorKind kind) {
    return kind == ErrorKind::unavailable || kind == ErrorKind::retry_later;
}

}  // namespace

std::chrono::milliseconds Patient::deadline(int scale) const {
    return options_.statement_timeout * scale + options_.lock_timeout + std::chrono::seconds(10);
}

Task<std::optional<Error>> Patient::after_failure(Error error, SteadyTime since, int attempt) {
    if (!may_pass(error.kind))
        co_return error;
    observer_.database_failed(error);
    auto const pause = pause_after(attempt);
    if (clock_.steady_now() + pause - since > options_.patience) {
        error.kind = ErrorKind::unavailable;
        co_return error;
    }
    co_await clock_.sleep_for(pause);
    co_return std::nullopt;
}

}  // namespace sasyncd
