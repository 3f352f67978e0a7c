#include "base/clock.hpp"

#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace sasyncd {

namespace asio = boost::asio;

SystemTime RealClock::system_now() const {
    return std::chrono::time_point_cast<std::chrono::milliseconds>(std::chrono::system_clock::now());
}

SteadyTime RealClock::steady_now() const {
    return std::chrono::steady_clock::now();
}

Task<void> RealClock::sleep_until(SteadyTime when) {
    auto executor = co_await asio::this_coro::executor;
    asio::steady_timer timer(executor);
    timer.expires_at(when);
    co_await timer.async_wait(asio::use_awaitable);
}

}  // namespace sasyncd
