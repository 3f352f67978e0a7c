#pragma once

#include "base/clock.hpp"
#include "unit/sweep/run.hpp"

#include <algorithm>
#include <vector>

namespace sasyncd {

/// Time that only moves when somebody sleeps or a test says so. A sleep lets what is ready go first, then returns with
/// the time moved on. What runs in which order does not depend on how long the sleeps are, so a seed stays
/// reproducible whatever the dice of the code under test.
class ManualClock final : public Clock {
public:
    [[nodiscard]] SystemTime system_now() const override {
        return SystemTime(std::chrono::seconds(1'700'000'000)) +
               std::chrono::duration_cast<std::chrono::milliseconds>(now_ - kStart);
    }
    [[nodiscard]] SteadyTime steady_now() const override { return now_; }
    [[nodiscard]] Task<void> sleep_until(SteadyTime when) override {
        sleeps_.push_back(std::chrono::duration_cast<std::chrono::milliseconds>(when - now_));
        co_await yield_turns(1);
        now_ = std::max(now_, when);
    }

    void advance(std::chrono::steady_clock::duration time) { now_ += time; }
    [[nodiscard]] std::chrono::milliseconds elapsed() const {
        return std::chrono::duration_cast<std::chrono::milliseconds>(now_ - kStart);
    }
    /// How long each sleep was asked to be.
    [[nodiscard]] std::vector<std::chrono::milliseconds> const& sleeps() const { return sleeps_; }

private:
    static constexpr SteadyTime kStart{std::chrono::hours(1)};
    SteadyTime now_ = kStart;
    std::vector<std::chrono::milliseconds> sleeps_;
};

}  // namespace sasyncd
