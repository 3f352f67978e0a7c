#include "app/doorbell.hpp"
#include "app/slots.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>

namespace sasyncd {
namespace {

using namespace std::chrono_literals;

class Waiting : public testing::Test {
protected:
    void spawn(Task<void> task) { boost::asio::co_spawn(io, std::move(task), boost::asio::detached); }
    void run() {
        io.restart();
        io.run();
    }

    boost::asio::io_context io{1};
    std::string told;
};

TEST_F(Waiting, a_ring_wakes_before_the_time_has_come) {
    Doorbell bell(io.get_executor());
    auto sleeper = [&]() -> Task<void> {
        co_await bell.wait_until(std::chrono::steady_clock::now() + 1h);
        told += "woken ";
    };
    auto ringer = [&]() -> Task<void> {
        told += "ring ";
        bell.ring();
        co_return;
    };
    spawn(sleeper());
    spawn(ringer());
    run();
    EXPECT_EQ(told, "ring woken ");
}

TEST_F(Waiting, a_ring_is_kept_for_the_next_sleeper_and_used_up_by_him) {
    Doorbell bell(io.get_executor());
    bell.ring();
    bell.ring();
    auto sleeper = [&]() -> Task<void> {
        co_await bell.wait_until(std::chrono::steady_clock::now() + 1h);
        told += "first ";
        co_await bell.wait_until(std::chrono::steady_clock::now());
        told += "second ";
    };
    spawn(sleeper());
    run();
    EXPECT_EQ(told, "first second ");
}

TEST_F(Waiting, no_more_tasks_run_at_a_time_than_there_are_slots) {
    Slots slots(io.get_executor(), 2);
    int running = 0;
    int most = 0;
    auto work = [&](int number) -> Task<int> {
        most = std::max(most, ++running);
        auto executor = co_await boost::asio::this_coro::executor;
        boost::asio::steady_timer pause(executor, 1ms);
        co_await pause.async_wait(boost::asio::use_awaitable);
        --running;
        co_return number;
    };
    auto user = [&](int number) -> Task<void> {
        auto task = work(number);
        auto const done = co_await slots.run(std::move(task));
        told += std::to_string(done);
    };
    for (int number = 0; number < 6; ++number)
        spawn(user(number));
    run();
    EXPECT_EQ(most, 2);
    std::sort(told.begin(), told.end());
    EXPECT_EQ(told, "012345");
}

TEST_F(Waiting, a_slot_is_given_back_by_a_task_that_throws) {
    Slots slots(io.get_executor(), 1);
    auto broken = []() -> Task<int> {
        throw std::runtime_error("broken");
        co_return 0;
    };
    auto sound = []() -> Task<int> { co_return 7; };
    auto user = [&]() -> Task<void> {
        try {
            auto task = broken();
            (void)co_await slots.run(std::move(task));
        } catch (std::runtime_error const&) {
            told += "threw ";
        }
        auto task = sound();
        auto const value = co_await slots.run(std::move(task));
        told += std::to_string(value);
    };
    spawn(user());
    run();
    EXPECT_EQ(told, "threw 7");
}

}  // namespace
}  // namespace sasyncd
