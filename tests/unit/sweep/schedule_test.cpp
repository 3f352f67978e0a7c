#include "sweep/schedule.hpp"

#include <gtest/gtest.h>

#include <random>

namespace sasyncd {
namespace {

using std::chrono::minutes;

constexpr SteadyTime kStart{std::chrono::hours(5)};

Schedule every_quarter_hour(double jitter = 0.1) {
    ScheduleOptions options;
    options.every = minutes(15);
    options.jitter = jitter;
    return {options, kStart};
}

TEST(Schedule, sweeps_begin_one_period_apart) {
    auto schedule = every_quarter_hour();
    EXPECT_EQ(schedule.next(kStart + minutes(2), 0), kStart + minutes(15));
    EXPECT_EQ(schedule.next(kStart + minutes(17), 0), kStart + minutes(30));
}

TEST(Schedule, jitter_moves_a_start_by_at_most_half_of_its_share_either_way) {
    EXPECT_EQ(every_quarter_hour(0.1).next(kStart, 1), kStart + minutes(15) + std::chrono::seconds(45));
    EXPECT_EQ(every_quarter_hour(0.1).next(kStart, -1), kStart + minutes(15) - std::chrono::seconds(45));
    EXPECT_EQ(every_quarter_hour(0).next(kStart, 1), kStart + minutes(15));
}

TEST(Schedule, jitter_does_not_add_up) {
    auto schedule = every_quarter_hour(0.2);
    auto now = kStart;
    for (int i = 1; i <= 1000; ++i) {
        now = schedule.next(now, 1);
        ASSERT_LE(now, kStart + i * minutes(15) + std::chrono::seconds(90)) << "sweep " << i;
    }
}

TEST(Schedule, a_sweep_that_took_longer_than_its_period_is_followed_by_the_next_at_once) {
    auto schedule = every_quarter_hour();
    EXPECT_EQ(schedule.next(kStart + minutes(16), 0), kStart + minutes(16));
    auto early = every_quarter_hour();
    EXPECT_EQ(early.next(kStart + minutes(16), -1), kStart + minutes(16)) << "never in the past";
}

TEST(Schedule, sweeps_missed_while_a_long_one_ran_are_not_made_up_for) {
    auto schedule = every_quarter_hour();
    auto const after_the_long_one = kStart + minutes(100);
    EXPECT_EQ(schedule.next(after_the_long_one, 0), after_the_long_one);
    EXPECT_EQ(schedule.next(after_the_long_one + minutes(1), 0), after_the_long_one + minutes(15));
    EXPECT_EQ(schedule.next(after_the_long_one + minutes(16), 0), after_the_long_one + minutes(30));
}

TEST(Schedule, sweeps_never_overlap_and_short_ones_never_bunch) {
    for (unsigned seed = 1; seed <= 200; ++seed) {
        std::mt19937 random(seed);
        std::uniform_real_distribution<double> dice(-1, 1);
        std::uniform_int_distribution<int> duration(0, 60);
        auto schedule = every_quarter_hour(0.5);
        auto begin = kStart;
        for (int sweep = 0; sweep < 50; ++sweep) {
            auto const took = minutes(random() % 4 == 0 ? duration(random) : duration(random) / 10);
            auto const end = begin + took;
            auto const next = schedule.next(end, dice(random));
            ASSERT_GE(next, end) << "seed " << seed;
            if (took < minutes(7)) {
                ASSERT_GE(next - begin, minutes(15) / 2) << "seed " << seed << ": two sweeps bunched";
            }
            begin = next;
        }
    }
}

}  // namespace
}  // namespace sasyncd
