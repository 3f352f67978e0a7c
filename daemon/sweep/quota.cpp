#include "sweep/quota.hpp"

#include <algorithm>

namespace sasyncd {

namespace {

constexpr double kLeastShare = 1.0 / 64;     // of the full rate, however often we are throttled
constexpr double kRestoredShare = 1.0 / 50;  // of the full rate, by one success

}  // namespace

Quota::Quota(QuotaOptions const& options, Clock& clock)
    : full_rate_(options.requests_per_second),
      rate_(full_rate_),
      clock_(clock),
      next_slot_(clock.steady_now()) {}

Task<void> Quota::acquire() {
    auto const now = clock_.steady_now();
    auto const slot = std::max(now, next_slot_);
    next_slot_ =
        slot + std::chrono::duration_cast<SteadyTime::duration>(std::chrono::duration<double>(1 / rate_));
    if (slot > now)
        co_await clock_.sleep_until(slot);
}

void Quota::throttled() {
    rate_ = std::max(rate_ / 2, full_rate_ * kLeastShare);
}

void Quota::succeeded() {
    rate_ = std::min(rate_ + full_rate_ * kRestoredShare, full_rate_);
}

}  // namespace sasyncd
