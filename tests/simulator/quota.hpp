#pragma once

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdint>

namespace sasyncd::simulator {

// A bucket of calls for one account at one site.
class Quota {
public:
    using Time = std::chrono::steady_clock::time_point;

    // 0 where the call may pass, else after how many milliseconds one will.
    std::int64_t take(double per_second, double burst, Time now) {
        if (per_second <= 0) {
            return 0;
        }
        double const size = std::max(1.0, burst > 0 ? burst : per_second);
        const std::chrono::duration<double> passed = now - filled_;
        tokens_ = filled_ == Time{} ? size : std::min(size, tokens_ + passed.count() * per_second);
        filled_ = now;
        if (tokens_ >= 1.0) {
            tokens_ -= 1.0;
            return 0;
        }
        return static_cast<std::int64_t>(std::ceil((1.0 - tokens_) / per_second * 1000.0));
    }

private:
    double tokens_ = 0;
    Time filled_{};
};

}  // namespace sasyncd::simulator
