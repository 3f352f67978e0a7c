#pragma once

#include "base/clock.hpp"
#include "sweep/options.hpp"

namespace sasyncd {

/// The token bucket of one account and site. Throttling halves the rate, success restores it slowly.
class Quota {
public:
    Quota(QuotaOptions const& options, Clock& clock);

    /// Waits for the next free slot.
    [[nodiscard]] Task<void> acquire();
    void throttled();
    void succeeded();

    [[nodiscard]] double rate() const { return rate_; }

private:
    double const full_rate_;
    double rate_;
    Clock& clock_;
    SteadyTime next_slot_;
};

}  // namespace sasyncd
