#pragma once

#include "app/lease_keeper.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>

#include <functional>

namespace sasyncd {

/// Runs the task to its end, and nothing beyond that; throws what it throws.
void run_to_end(boost::asio::io_context& io, Task<void> task);

/// The log is written and the process is gone, whatever still waits: name resolution cannot be interrupted, and the
/// database rolls back.
[[noreturn]] void leave(int status);

/// On SIGINT or SIGTERM gives the leases back and leaves with `status`, within 4.5 s whatever happens; a second signal
/// leaves at once.
class StopOnSignal {
public:
    /// `on_stop`: at once. `farewell`, if any: once the leases were given back.
    StopOnSignal(boost::asio::io_context& io, LeaseKeeper& leases, int status, std::function<void()> on_stop,
                 std::function<Task<void>()> farewell = {});

private:
    void stop();
    [[nodiscard]] Task<void> give_back();

    boost::asio::io_context& io_;
    LeaseKeeper& leases_;
    int status_;
    std::function<void()> on_stop_;
    std::function<Task<void>()> farewell_;
    boost::asio::signal_set signals_;
    boost::asio::steady_timer last_resort_;
};

}  // namespace sasyncd
