#pragma once

#include "base/clock.hpp"
#include "sweep/options.hpp"

namespace sasyncd {

/// When the next sweep begins: `every`, give or take the jitter, counted on the steady clock from the planned start
/// of the last one. Sweeps never overlap: one that took longer than its period is followed by the next at once, and
/// missed ones are not made up for.
class Schedule {
public:
    Schedule(ScheduleOptions const& options, SteadyTime start) : options_(options), planned_(start) {}

    /// `dice` in [-1, 1] is the caller's.
    [[nodiscard]] SteadyTime next(SteadyTime now, double dice);

private:
    ScheduleOptions options_;
    SteadyTime planned_;
};

}  // namespace sasyncd
