#pragma once

#include "base/task.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <cstdint>
#include <exception>
#include <optional>
#include <stdexcept>
#include <type_traits>

namespace sasyncd {

/// Lets everything else that is ready go first, `turns` times: how a test makes answers overtake each other.
inline Task<void> yield_turns(unsigned turns) {
    for (; turns > 0; --turns)
        co_await boost::asio::post(boost::asio::use_awaitable);
}

/// Handlers that a walk of a test may need. Whoever needs more asks for ever.
inline constexpr std::uint64_t kMostSteps = 20'000'000;

/// Runs steps until `is_done`. Throws where nothing is ready any more and it is not done, or where it never ends: the
/// fixtures never wait for real time, so either is a fault of what is tested.
template <class IsDone>
void run_until(boost::asio::io_context& io, IsDone const& is_done, std::uint64_t most_steps = kMostSteps) {
    for (std::uint64_t steps = 0; !is_done(); ++steps) {
        if (steps >= most_steps)
            throw std::runtime_error("the task does not end");
        if (io.stopped())
            io.restart();
        if (io.poll_one() == 0 && !is_done())
            throw std::runtime_error("the task waits for something that never comes");
    }
}

/// Runs one task to its end and returns its value. Usage: `auto page = run(reader.read(query));`
template <class T>
T run(Task<T> task, std::uint64_t most_steps = kMostSteps) {
    boost::asio::io_context io;
    std::exception_ptr failure;
    bool is_done = false;
    auto const finish = [&] {
        run_until(
            io, [&] { return is_done; }, most_steps);
        if (failure)
            std::rethrow_exception(failure);
    };
    if constexpr (std::is_void_v<T>) {
        boost::asio::co_spawn(io, std::move(task), [&](std::exception_ptr thrown) {
            failure = std::move(thrown);
            is_done = true;
        });
        finish();
    } else {
        std::optional<T> value;
        boost::asio::co_spawn(io, std::move(task), [&](std::exception_ptr thrown, T ended) {
            failure = std::move(thrown);
            value.emplace(std::move(ended));
            is_done = true;
        });
        finish();
        return std::move(*value);
    }
}

}  // namespace sasyncd
