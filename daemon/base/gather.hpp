#pragma once

#include "base/task.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <deque>
#include <exception>
#include <memory>
#include <utility>

namespace sasyncd {

/// Tasks in flight on the io thread, and their results in the order in which they end. `T` has a default
/// constructor. Whoever starts tasks that refer to his own objects awaits every result before those go.
template <class T>
class Gather {
public:
    explicit Gather(boost::asio::any_io_executor executor)
        : state_(std::make_shared<State>(std::move(executor))) {}

    void start(Task<T> task) {
        ++state_->running;
        boost::asio::co_spawn(state_->signal.get_executor(), std::move(task),
                              [state = state_](std::exception_ptr failure, T value) {
                                  --state->running;
                                  state->ended.emplace_back(std::move(failure), std::move(value));
                                  state->signal.cancel();
                              });
    }

    /// Started, and not yet fetched by `next`.
    [[nodiscard]] std::size_t pending() const { return state_->running + state_->ended.size(); }

    /// The next result; rethrows what its task threw. Only while something is pending.
    [[nodiscard]] Task<T> next() {
        auto state = state_;
        while (state->ended.empty()) {
            boost::system::error_code woken;
            state->signal.expires_at(boost::asio::steady_timer::time_point::max());
            co_await state->signal.async_wait(boost::asio::redirect_error(boost::asio::use_awaitable, woken));
        }
        auto ended = std::move(state->ended.front());
        state->ended.pop_front();
        if (ended.first)
            std::rethrow_exception(ended.first);
        co_return std::move(ended.second);
    }

private:
    struct State {
        explicit State(boost::asio::any_io_executor executor) : signal(std::move(executor)) {}
        boost::asio::steady_timer signal;
        std::size_t running = 0;
        std::deque<std::pair<std::exception_ptr, T>> ended;
    };
    std::shared_ptr<State> state_;
};

}  // namespace sasyncd
