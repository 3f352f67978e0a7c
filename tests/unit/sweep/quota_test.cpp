#include "sweep/quota.hpp"

#include "base/gather.hpp"
#include "unit/sweep/manual_clock.hpp"

#include <gtest/gtest.h>

namespace sasyncd {
namespace {

using std::chrono::milliseconds;

QuotaOptions at_rate(double rate) {
    QuotaOptions options;
    options.requests_per_second = rate;
    return options;
}

/// When each of `calls` calls, one after the other, may go.
std::vector<milliseconds> slots(Quota& quota, ManualClock& clock, int calls) {
    std::vector<milliseconds> times;
    for (int i = 0; i < calls; ++i) {
        run(quota.acquire());
        times.push_back(clock.elapsed());
    }
    return times;
}

TEST(Quota, the_first_call_goes_at_once_and_the_others_are_spaced_by_the_rate) {
    ManualClock clock;
    Quota quota(at_rate(5), clock);
    EXPECT_EQ(slots(quota, clock, 4),
              (std::vector{milliseconds(0), milliseconds(200), milliseconds(400), milliseconds(600)}));
}

TEST(Quota, a_call_that_comes_later_than_its_slot_does_not_wait) {
    ManualClock clock;
    Quota quota(at_rate(5), clock);
    run(quota.acquire());
    clock.advance(milliseconds(300));
    run(quota.acquire());
    EXPECT_TRUE(clock.sleeps().empty());
}

TEST(Quota, idle_time_is_not_saved_up_for_a_burst) {
    ManualClock clock;
    Quota quota(at_rate(5), clock);
    run(quota.acquire());
    clock.advance(std::chrono::hours(1));
    auto const times = slots(quota, clock, 5);
    EXPECT_EQ(times.back() - times.front(), milliseconds(800));
}

Task<int> take_slot(Quota& quota, ManualClock& clock, std::vector<milliseconds>& times) {
    co_await quota.acquire();
    times.push_back(clock.elapsed());
    co_return 0;
}

Task<void> take_slots_at_once(Quota& quota, ManualClock& clock, std::vector<milliseconds>& times, int calls) {
    auto const executor = co_await boost::asio::this_coro::executor;
    Gather<int> callers(executor);
    for (int i = 0; i < calls; ++i)
        callers.start(take_slot(quota, clock, times));
    while (callers.pending() > 0)
        (void)co_await callers.next();
}

TEST(Quota, callers_side_by_side_never_share_a_slot) {
    ManualClock clock;
    Quota quota(at_rate(5), clock);
    std::vector<milliseconds> times;
    run(take_slots_at_once(quota, clock, times, 8));
    ASSERT_EQ(times.size(), 8U);
    for (std::size_t i = 1; i < times.size(); ++i)
        EXPECT_EQ(times[i] - times[i - 1], milliseconds(200)) << i;
}

TEST(Quota, throttling_halves_the_rate_but_never_stops_it) {
    ManualClock clock;
    Quota quota(at_rate(8), clock);
    quota.throttled();
    EXPECT_DOUBLE_EQ(quota.rate(), 4);
    for (int i = 0; i < 100; ++i)
        quota.throttled();
    EXPECT_DOUBLE_EQ(quota.rate(), 8.0 / 64);
}

TEST(Quota, success_restores_the_rate_slowly_and_never_past_the_full_one) {
    ManualClock clock;
    Quota quota(at_rate(5), clock);
    quota.throttled();
    quota.succeeded();
    EXPECT_DOUBLE_EQ(quota.rate(), 2.6);
    for (int i = 0; i < 100; ++i)
        quota.succeeded();
    EXPECT_DOUBLE_EQ(quota.rate(), 5);
}

TEST(Quota, a_halved_rate_spaces_the_calls_twice_as_far) {
    ManualClock clock;
    Quota quota(at_rate(5), clock);
    quota.throttled();
    auto const times = slots(quota, clock, 3);
    EXPECT_EQ(times[2] - times[1], milliseconds(400));
}

}  // namespace
}  // namespace sasyncd
