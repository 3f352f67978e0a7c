#include "sweep/schedule.hpp"

#include <algorithm>

namespace sasyncd {

SteadyTime Schedule::next(SteadyTime now, double dice) {
    planned_ = std::max(planned_ + options_.every, now);
    auto const shift = std::chrono::duration<double, std::milli>(options_.every) * options_.jitter * dice / 2;
    auto const begin = planned_ + std::chrono::duration_cast<SteadyTime::duration>(shift);
    return std::max(begin, now);
}

}  // namespace sasyncd
