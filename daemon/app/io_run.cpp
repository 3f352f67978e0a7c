#include "app/io_run.hpp"

#include <boost/asio/co_spawn.hpp>
#include <unistd.h>

#include <csignal>

namespace sasyncd {

namespace {

/// Giving leases back may have to wait for a publish under way.
constexpr std::chrono::milliseconds kStopWithin{4'500};

}  // namespace

void run_to_end(boost::asio::io_context& io, Task<void> task) {
    boost::asio::co_spawn(io, std::move(task), [&io](std::exception_ptr failure) {
        io.stop();  // what else waits, such as the timer of idle connections, is nobody's concern any more
        if (failure)
            std::rethrow_exception(failure);
    });
    io.run();
}

void leave(int status) {
    flush_log();
    _exit(status);
}

StopOnSignal::StopOnSignal(boost::asio::io_context& io, LeaseKeeper& leases, int status,
                           std::function<void()> on_stop, std::function<Task<void>()> farewell)
    : io_(io),
      leases_(leases),
      status_(status),
      on_stop_(std::move(on_stop)),
      farewell_(std::move(farewell)),
      signals_(io, SIGINT, SIGTERM),
      last_resort_(io) {
    signals_.async_wait([this](boost::system::error_code error, int) {
        if (!error)
            stop();
    });
}

void StopOnSignal::stop() {
    on_stop_();
    last_resort_.expires_after(kStopWithin);
    last_resort_.async_wait([this](boost::system::error_code) { leave(status_); });
    signals_.async_wait([this](boost::system::error_code, int) { leave(status_); });
    boost::asio::co_spawn(io_, give_back(), [this](std::exception_ptr) { leave(status_); });
}

Task<void> StopOnSignal::give_back() {
    co_await leases_.give_back_all();
    if (farewell_)
        co_await farewell_();
}

}  // namespace sasyncd
