#pragma once

#include "base/task.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <cstddef>
#include <utility>

namespace sasyncd {

/// Lets at most so many tasks run at a time; the others wait for their turn, in order. On the io thread.
class Slots {
public:
    Slots(boost::asio::any_io_executor executor, std::size_t count)
        : freed_(std::move(executor), boost::asio::steady_timer::time_point::max()), free_(count) {}

    template <class T>
    [[nodiscard]] Task<T> run(Task<T> task) {
        while (free_ == 0) {
            boost::system::error_code woken;
            co_await freed_.async_wait(boost::asio::redirect_error(boost::asio::use_awaitable, woken));
        }
        Taken const taken(*this);
        auto value = co_await std::move(task);
        co_return value;
    }

private:
    class Taken {
    public:
        explicit Taken(Slots& slots) : slots_(slots) { --slots_.free_; }
        ~Taken() {
            ++slots_.free_;
            slots_.freed_.cancel_one();
        }
        Taken(Taken const&) = delete;
        Taken& operator=(Taken const&) = delete;

    private:
        Slots& slots_;
    };

    boost::asio::steady_timer freed_;  ///< never expires; a wait for it ends when a slot is given back
    std::size_t free_;
};

}  // namespace sasyncd
