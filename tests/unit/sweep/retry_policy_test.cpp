#include "sweep/retry_policy.hpp"

#include <gtest/gtest.h>

namespace sasyncd {
namespace {

using std::chrono::milliseconds;

TEST(RetryPolicy, repeats_what_may_pass_and_nothing_else) {
    for (auto const kind :
         {ErrorKind::unauthorised, ErrorKind::unlicensed, ErrorKind::rejected, ErrorKind::cancelled,
          ErrorKind::unavailable, ErrorKind::lost_lease, ErrorKind::bug})
        EXPECT_FALSE(pause_before_retry(Error(kind, "x"), 1, 6, 0.5)) << to_string(kind);
    EXPECT_TRUE(pause_before_retry(Error(ErrorKind::retry_later, "x"), 1, 6, 0.5));
    EXPECT_EQ(pause_before_retry(Error(ErrorKind::retry_now, "x"), 1, 6, 0.5), milliseconds(0));
    EXPECT_TRUE(pause_before_retry(Error(ErrorKind::malformed, "x"), 1, 6, 0.5));
}

TEST(RetryPolicy, gives_up_after_the_last_attempt) {
    EXPECT_TRUE(pause_before_retry(Error(ErrorKind::retry_later, "x"), 5, 6, 0));
    EXPECT_FALSE(pause_before_retry(Error(ErrorKind::retry_later, "x"), 6, 6, 0));
    EXPECT_FALSE(pause_before_retry(Error(ErrorKind::retry_now, "x"), 6, 6, 0));
    EXPECT_FALSE(pause_before_retry(Error(ErrorKind::malformed, "x"), 3, 6, 0));
}

TEST(RetryPolicy, waits_longer_each_time_at_most_twenty_seconds_and_never_less_than_the_server_asked) {
    Error const error(ErrorKind::retry_later, "x");
    EXPECT_EQ(pause_before_retry(error, 1, 99, 1), milliseconds(500));
    EXPECT_EQ(pause_before_retry(error, 3, 99, 1), milliseconds(2000));
    EXPECT_EQ(pause_before_retry(error, 40, 99, 1), milliseconds(20'000));
    EXPECT_EQ(pause_before_retry(Error(error).after(milliseconds(90'000)), 1, 99, 0), milliseconds(90'000));
}

}  // namespace
}  // namespace sasyncd
