#include "sweep/steady_reader.hpp"

#include "unit/sweep/manual_clock.hpp"
#include "unit/sweep/scripted_site.hpp"
#include "unit/sweep/site_rows.hpp"

#include <gtest/gtest.h>

namespace sasyncd {
namespace {

using std::chrono::milliseconds;

class SteadyReaderTest : public testing::Test {
protected:
    SteadyReaderTest() {
        options.requests_per_second = 1e6;
        site.add(image_row(1, 1));
    }

    Result<Page> read() {
        PageQuery query(1, 20);
        return run(reader().read(std::move(query)));
    }
    SteadyReader& reader() {
        if (!reader_)
            reader_.emplace(site, quota(), clock, attempts, silent_log());
        return *reader_;
    }
    Quota& quota() {
        if (!quota_)
            quota_.emplace(options, clock);
        return *quota_;
    }
    /// The first `times` calls fail like this.
    void fail_first(std::uint64_t times, Error error) {
        site.fail = [times, error = std::move(error)](PageQuery const&, std::uint64_t nth) {
            return nth <= times ? std::optional(error) : std::nullopt;
        };
    }

    ManualClock clock;
    ScriptedSite site;
    QuotaOptions options;
    std::uint32_t attempts = 6;

private:
    std::optional<Quota> quota_;
    std::optional<SteadyReader> reader_;
};

Error error_of(ErrorKind kind, std::string code = {}) {
    Error error(kind, "scripted");
    error.code = std::move(code);
    return error;
}

TEST_F(SteadyReaderTest, a_good_answer_is_one_request_and_passes_unchanged) {
    auto const page = read();
    ASSERT_TRUE(page.has_value());
    EXPECT_EQ(page->rows, site.rows());
    EXPECT_EQ(reader().counts().requests, 1U);
    EXPECT_EQ(reader().counts().retries, 0U);
    EXPECT_EQ(reader().counts().first_request_id, "r1");
    EXPECT_EQ(reader().counts().last_request_id, "r1");
}

TEST_F(SteadyReaderTest, what_may_pass_is_tried_until_it_does_and_every_attempt_is_counted) {
    fail_first(4, error_of(ErrorKind::retry_later));
    EXPECT_TRUE(read().has_value());
    EXPECT_EQ(reader().counts().requests, 5U);
    EXPECT_EQ(reader().counts().retries, 4U);
    EXPECT_EQ(reader().counts().first_request_id, "r1");
    EXPECT_EQ(reader().counts().last_request_id, "r5");
    EXPECT_EQ(site.calls().size(), 5U);
}

TEST_F(SteadyReaderTest, gives_up_after_the_attempts_that_the_operator_allows) {
    attempts = 3;
    fail_first(100, error_of(ErrorKind::retry_later));
    auto const page = read();
    ASSERT_FALSE(page.has_value());
    EXPECT_EQ(page.error().kind, ErrorKind::retry_later);
    EXPECT_EQ(site.calls().size(), 3U);
    EXPECT_EQ(reader().counts().retries, 2U);
}

TEST_F(SteadyReaderTest, a_malformed_answer_is_asked_for_three_times_and_no_more) {
    fail_first(100, error_of(ErrorKind::malformed));
    EXPECT_FALSE(read().has_value());
    EXPECT_EQ(site.calls().size(), 3U);
}

TEST_F(SteadyReaderTest, what_an_operator_must_mend_is_asked_once) {
    for (auto const kind : {ErrorKind::unauthorised, ErrorKind::unlicensed, ErrorKind::rejected,
                            ErrorKind::unavailable, ErrorKind::cancelled, ErrorKind::bug}) {
        auto const before = site.calls().size();
        fail_first(100, error_of(kind));
        EXPECT_FALSE(read().has_value());
        EXPECT_EQ(site.calls().size() - before, 1U) << to_string(kind);
    }
    EXPECT_TRUE(clock.sleeps().empty() || clock.elapsed() < milliseconds(1));
}

TEST_F(SteadyReaderTest, what_was_mended_is_asked_again_without_a_pause) {
    fail_first(2, error_of(ErrorKind::retry_now));
    EXPECT_TRUE(read().has_value());
    EXPECT_LT(clock.elapsed(), milliseconds(1));
}

TEST_F(SteadyReaderTest, pauses_grow_and_are_jittered) {
    fail_first(5, error_of(ErrorKind::retry_later));
    EXPECT_TRUE(read().has_value());
    EXPECT_GE(clock.elapsed(), milliseconds(250 + 500 + 1000 + 2000 + 4000 - 5));
    EXPECT_LE(clock.elapsed(), milliseconds(500 + 1000 + 2000 + 4000 + 8000 + 5));
}

TEST_F(SteadyReaderTest, waits_as_long_as_the_server_asks) {
    fail_first(1, error_of(ErrorKind::retry_later).after(milliseconds(90'000)));
    EXPECT_TRUE(read().has_value());
    EXPECT_GE(clock.elapsed(), milliseconds(90'000));
}

TEST_F(SteadyReaderTest, does_not_begin_a_pause_that_ends_after_the_deadline) {
    reader().set_deadline(clock.steady_now() + std::chrono::minutes(1));
    fail_first(1, error_of(ErrorKind::retry_later).after(milliseconds(90'000)));
    auto const page = read();
    ASSERT_FALSE(page.has_value());
    EXPECT_EQ(page.error().kind, ErrorKind::retry_later);
    EXPECT_LT(clock.elapsed(), milliseconds(1));
    EXPECT_EQ(site.calls().size(), 1U);
}

TEST_F(SteadyReaderTest, retries_end_with_the_deadline_though_attempts_are_left) {
    attempts = 1000;
    reader().set_deadline(clock.steady_now() + std::chrono::minutes(2));
    fail_first(1000, error_of(ErrorKind::retry_later));
    EXPECT_FALSE(read().has_value());
    EXPECT_LE(clock.elapsed(), std::chrono::minutes(2));
    EXPECT_LT(site.calls().size(), 30U);
}

TEST_F(SteadyReaderTest, throttling_halves_the_rate_however_it_is_spelled) {
    for (auto const* code : {"Throttling", "Throttling.User", "Rejected.Throttling", "Throttling.Api"}) {
        auto const before = quota().rate();
        auto const calls = site.calls().size();
        fail_first(calls + 1, error_of(ErrorKind::unavailable, code));
        EXPECT_FALSE(read().has_value());
        EXPECT_DOUBLE_EQ(quota().rate(), before / 2) << code;
    }
}

TEST_F(SteadyReaderTest, a_server_that_names_a_pause_halves_the_rate_too) {
    fail_first(1, error_of(ErrorKind::unavailable).after(milliseconds(10)));
    EXPECT_FALSE(read().has_value());
    EXPECT_DOUBLE_EQ(quota().rate(), options.requests_per_second / 2);
}

TEST_F(SteadyReaderTest, other_failures_leave_the_rate_alone) {
    fail_first(1, error_of(ErrorKind::unavailable, "ServiceUnavailable"));
    EXPECT_FALSE(read().has_value());
    EXPECT_DOUBLE_EQ(quota().rate(), options.requests_per_second);
}

TEST_F(SteadyReaderTest, retries_keep_to_the_quota) {
    options.requests_per_second = 0.1;
    fail_first(2, error_of(ErrorKind::retry_now));
    EXPECT_TRUE(read().has_value());
    EXPECT_GE(clock.elapsed(), std::chrono::seconds(20));
}

TEST_F(SteadyReaderTest, counts_begin_anew_when_told_so) {
    (void)read();
    reader().reset_counts();
    EXPECT_EQ(reader().counts().requests, 0U);
    (void)read();
    EXPECT_EQ(reader().counts().first_request_id, "r2");
}

}  // namespace
}  // namespace sasyncd
