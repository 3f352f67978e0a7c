#pragma once

#include "base/task.hpp"

#include <chrono>

namespace sasyncd {

using SystemTime = std::chrono::sys_time<std::chrono::milliseconds>;
using SteadyTime = std::chrono::steady_clock::time_point;

/// Time and sleep, injected, so that no test waits. Wall time only signs requests and names log lines; everything
/// that waits uses the steady clock.
class Clock {
public:
    virtual ~Clock() = default;

    [[nodiscard]] virtual SystemTime system_now() const = 0;
    [[nodiscard]] virtual SteadyTime steady_now() const = 0;
    /// Returns when the time has come; throws `boost::system::system_error(operation_aborted)` on cancellation.
    [[nodiscard]] virtual Task<void> sleep_until(SteadyTime when) = 0;

    [[nodiscard]] Task<void> sleep_for(std::chrono::steady_clock::duration pause) {
        return sleep_until(steady_now() + pause);
    }
};

/// The machine's clocks; sleeps on an Asio timer of the executor that awaits.
class RealClock final : public Clock {
public:
    [[nodiscard]] SystemTime system_now() const override;
    [[nodiscard]] SteadyTime steady_now() const override;
    [[nodiscard]] Task<void> sleep_until(SteadyTime when) override;
};

}  // namespace sasyncd
