#include "sweep/retry_policy.hpp"

#include <algorithm>

namespace sasyncd {

namespace {

using std::chrono::milliseconds;

constexpr milliseconds kFirstPause{500};
constexpr milliseconds kLongestPause{20'000};
/// An answer that cannot be right is seldom better the sixth time.
constexpr std::uint32_t kAttemptsOfMalformed = 3;

}  // namespace

std::optional<milliseconds> pause_before_retry(Error const& error, std::uint32_t attempt,
                                               std::uint32_t attempts, double jitter) {
    bool const is_malformed = error.kind == ErrorKind::malformed;
    if (error.kind != ErrorKind::retry_now && error.kind != ErrorKind::retry_later && !is_malformed)
        return std::nullopt;
    if (attempt >= (is_malformed ? std::min(attempts, kAttemptsOfMalformed) : attempts))
        return std::nullopt;
    if (error.kind == ErrorKind::retry_now)
        return milliseconds(0);
    auto const exponential = std::min(kLongestPause, kFirstPause * (1U << std::min(attempt - 1, 10U)));
    auto const dithered =
        milliseconds(static_cast<long>(static_cast<double>(exponential.count()) * (0.5 + jitter / 2)));
    return std::max(dithered, error.retry_after.value_or(milliseconds(0)));
}

}  // namespace sasyncd
