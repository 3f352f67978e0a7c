#pragma once

#include "base/clock.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/steady_timer.hpp>

namespace sasyncd {

/// Somebody sleeps until his time has come, and may be woken before. A ring while nobody sleeps is kept for the next
/// one who does. One sleeper at a time, on the io thread.
class Doorbell {
public:
    explicit Doorbell(boost::asio::any_io_executor executor) : timer_(std::move(executor)) {}

    [[nodiscard]] Task<void> wait_until(SteadyTime when);
    void ring();

private:
    boost::asio::steady_timer timer_;
    bool is_rung_ = false;
};

}  // namespace sasyncd
