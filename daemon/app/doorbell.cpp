#include "app/doorbell.hpp"

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace sasyncd {

Task<void> Doorbell::wait_until(SteadyTime when) {
    if (!is_rung_) {
        boost::system::error_code woken;
        timer_.expires_at(when);
        co_await timer_.async_wait(boost::asio::redirect_error(boost::asio::use_awaitable, woken));
    }
    is_rung_ = false;
}

void Doorbell::ring() {
    is_rung_ = true;
    timer_.cancel();
}

}  // namespace sasyncd
