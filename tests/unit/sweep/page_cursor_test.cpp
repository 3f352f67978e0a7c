#include "sweep/page_cursor.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <random>
#include <vector>

namespace sasyncd {
namespace {

/// A server in one function: how many rows page `page` of size `size` holds, and what TotalCount it claims.
using Server = std::function<PageCursor::Facts(PageCursor::Ask const&)>;

struct Run {
    std::vector<std::uint32_t> pages;
    bool is_whole = false;
    bool is_out_of_reach = false;
    bool has_contradiction = false;
    std::string reason;
    std::uint64_t rows = 0;
};

/// Up to `in_flight` asked before the oldest is answered.
Run drive(PageCursor cursor, Server const& server, std::size_t in_flight = 1, std::size_t limit = 300'000) {
    Run run;
    std::vector<PageCursor::Ask> asked;
    while (run.pages.size() < limit) {
        while (asked.size() < in_flight) {
            auto const ask = cursor.next();
            if (!ask)
                break;
            run.pages.push_back(ask->page);
            asked.push_back(*ask);
        }
        if (asked.empty())
            break;
        auto const ask = asked.front();
        asked.erase(asked.begin());
        auto const facts = server(ask);
        run.rows += facts.rows;
        cursor.answered(ask, facts);
    }
    EXPECT_TRUE(cursor.is_done()) << "the cursor neither asks nor ends";
    run.is_whole = cursor.is_whole();
    run.is_out_of_reach = cursor.is_out_of_reach();
    run.has_contradiction = cursor.has_contradiction();
    run.reason = cursor.reason();
    return run;
}

std::uint64_t rows_on(std::uint64_t rows, std::uint64_t offset, std::uint64_t size) {
    return offset >= rows ? 0 : std::min(size, rows - offset);
}

/// Honest: offsets by the size it uses, at most `cap` rows a page.
Server honest(std::uint64_t rows, std::int64_t total, std::uint64_t cap = 1'000'000) {
    return [=](PageCursor::Ask const& ask) {
        auto const size = std::min<std::uint64_t>(ask.size, cap);
        auto const on_page = rows_on(rows, (ask.page - std::uint64_t{1}) * size, size);
        return PageCursor::Facts{on_page, on_page, total};
    };
}

TEST(PageCursor, ends_on_the_empty_page_after_the_last_row_and_not_before) {
    for (std::uint64_t const rows : {0U, 1U, 99U, 100U, 101U, 1000U}) {
        auto const run = drive(PageCursor(100, false), honest(rows, static_cast<std::int64_t>(rows)));
        EXPECT_TRUE(run.is_whole) << rows << " rows: " << run.reason;
        EXPECT_GE(run.rows, rows);
    }
}

TEST(PageCursor, asks_one_page_more_than_the_rows_need_and_no_other) {
    auto const run = drive(PageCursor(100, true), honest(1000, 1000), 4);
    EXPECT_TRUE(run.is_whole);
    EXPECT_EQ(run.pages.size(), 11U);
}

TEST(PageCursor, a_total_that_counts_images_instead_of_rows_stops_nothing) {
    auto const run = drive(PageCursor(100, false), honest(1000, 300), 4);
    EXPECT_TRUE(run.is_whole) << run.reason;
    EXPECT_EQ(run.rows, 1000U);
    EXPECT_LT(run.pages.size(), 20U) << "ran ahead past the end";
}

TEST(PageCursor, a_total_of_zero_over_rows_stops_nothing) {
    auto const run = drive(PageCursor(100, false), honest(250, 0));
    EXPECT_TRUE(run.is_whole) << run.reason;
    EXPECT_EQ(run.rows, 250U);
}

TEST(PageCursor, learns_a_capped_page_size_and_loses_no_row) {
    auto const run = drive(PageCursor(100, false), honest(57, 57, 20), 4);
    EXPECT_TRUE(run.is_whole) << run.reason;
    EXPECT_EQ(run.rows, 57U);
}

TEST(PageCursor, a_cap_with_offsets_by_the_requested_size_loses_no_row) {
    auto const server = [](PageCursor::Ask const& ask) {
        auto const on_page = std::min<std::uint64_t>(20, rows_on(57, (ask.page - 1ULL) * ask.size, ask.size));
        return PageCursor::Facts{on_page, on_page, 57};
    };
    auto const run = drive(PageCursor(100, false), server, 4);
    EXPECT_TRUE(run.is_whole) << run.reason;
    EXPECT_EQ(run.rows, 57U);
}

TEST(PageCursor, an_empty_page_in_the_middle_is_asked_again_and_then_fails_the_walk) {
    auto const server = [](PageCursor::Ask const& ask) {
        auto facts = honest(1000, 1000)(ask);
        if (ask.page == 5)
            facts.rows = 0;
        return facts;
    };
    auto const run = drive(PageCursor(100, true), server, 4);
    EXPECT_FALSE(run.is_whole);
    EXPECT_EQ(std::count(run.pages.begin(), run.pages.end(), 5U), 3);
    EXPECT_EQ(run.rows, 900U) << "the other pages are still read";
}

TEST(PageCursor, an_empty_page_that_comes_with_rows_when_asked_again_costs_nothing_and_is_noted) {
    bool was_asked = false;
    auto const server = [&](PageCursor::Ask const& ask) {
        auto facts = honest(1000, 1000)(ask);
        if (ask.page == 5 && !std::exchange(was_asked, true))
            facts = {0, 0, 0};
        return facts;
    };
    auto const run = drive(PageCursor(100, true), server, 4);
    EXPECT_TRUE(run.is_whole) << run.reason;
    EXPECT_TRUE(run.has_contradiction);
    EXPECT_FALSE(drive(PageCursor(100, true), honest(1000, 1000), 4).has_contradiction);
    EXPECT_EQ(run.rows, 1000U);
}

TEST(PageCursor, a_total_beyond_the_rows_never_makes_a_whole_walk) {
    auto const run = drive(PageCursor(100, true), honest(500, 2000), 4);
    EXPECT_FALSE(run.is_whole);
    EXPECT_TRUE(run.is_out_of_reach);
    EXPECT_NE(run.reason.find("TotalCount"), std::string::npos) << run.reason;
}

TEST(PageCursor, the_same_page_for_ever_ends_as_partial) {
    auto const server = [](PageCursor::Ask const& ask) {
        return PageCursor::Facts{100, ask.page == 1 ? 100ULL : 0ULL, 100};
    };
    auto const run = drive(PageCursor(100, true), server, 4);
    EXPECT_FALSE(run.is_whole);
    EXPECT_LT(run.pages.size(), 30U);
}

TEST(PageCursor, rows_that_appear_behind_the_expected_end_are_read) {
    auto const server = [](PageCursor::Ask const& ask) {
        return honest(ask.sequence > 3 ? 450 : 300, ask.sequence > 3 ? 450 : 300)(ask);
    };
    auto const run = drive(PageCursor(100, true), server);
    EXPECT_TRUE(run.is_whole) << run.reason;
    EXPECT_EQ(run.rows, 450U);
}

TEST(PageCursor, a_page_that_fails_for_good_leaves_the_others_to_be_read) {
    PageCursor cursor(100, true);
    auto const first = cursor.next();
    cursor.answered(*first, {100, 100, 300});
    auto const second = cursor.next();
    auto const third = cursor.next();
    cursor.failed(*second, false, "page 2: reset");
    cursor.answered(*third, {100, 100, 300});
    auto const fourth = cursor.next();
    ASSERT_TRUE(fourth.has_value());
    cursor.answered(*fourth, {0, 0, 300});
    EXPECT_TRUE(cursor.is_done());
    EXPECT_FALSE(cursor.is_whole());
    EXPECT_EQ(cursor.reason(), "page 2: reset");
}

TEST(PageCursor, the_last_page_failing_for_good_ends_the_walk_as_partial) {
    PageCursor cursor(100, true);
    int calls = 0;
    for (auto ask = cursor.next(); ask && calls < 20; ask = cursor.next(), ++calls) {
        if (ask->page == 3)
            cursor.failed(*ask, false, "page 3: refused");
        else
            cursor.answered(*ask, {ask->page < 3 ? 100ULL : 0ULL, 100, 218});
    }
    EXPECT_EQ(calls, 4) << "pages 1 to 3 and the end behind them";
    EXPECT_TRUE(cursor.is_done());
    EXPECT_FALSE(cursor.is_whole());
}

TEST(PageCursor, whatever_a_server_does_the_walk_ends_and_is_whole_only_with_every_page) {
    for (std::uint32_t seed = 1; seed <= 2000; ++seed) {
        std::minstd_rand dice(seed);
        auto const chance = [&](unsigned percent) { return dice() % 100 < percent; };
        std::uint64_t const rows = dice() % 1500;
        auto const total = static_cast<std::int64_t>(chance(50) ? rows : dice() % 2000);
        PageCursor cursor(100, chance(50));
        std::vector<PageCursor::Ask> asked;
        std::size_t calls = 0;
        bool has_failed = false;
        for (; calls < 5000; ++calls) {
            for (auto ask = cursor.next(); ask; ask = asked.size() < 4 ? cursor.next() : std::nullopt)
                asked.push_back(*ask);
            if (asked.empty())
                break;
            auto const at = asked.begin() + static_cast<std::ptrdiff_t>(dice() % asked.size());
            auto const ask = *at;
            asked.erase(at);
            if (chance(10)) {
                has_failed = true;
                cursor.failed(ask, false, "failed");
            } else {
                auto const on_page =
                    chance(8) ? 0 : rows_on(rows, (ask.page - std::uint64_t{1}) * ask.size, ask.size);
                cursor.answered(ask, {on_page, chance(80) ? on_page : 0, total});
            }
        }
        ASSERT_LT(calls, 5000U) << "seed " << seed << ": asks for ever";
        ASSERT_TRUE(cursor.is_done()) << "seed " << seed;
        ASSERT_FALSE(has_failed && cursor.is_whole()) << "seed " << seed << ": whole although a page failed";
    }
}

TEST(PageCursor, a_refusal_stops_at_once) {
    PageCursor cursor(100, false);
    auto const ask = cursor.next();
    cursor.failed(*ask, true, "no permission");
    EXPECT_TRUE(cursor.is_done());
    EXPECT_FALSE(cursor.is_whole());
    EXPECT_FALSE(cursor.next().has_value());
}

}  // namespace
}  // namespace sasyncd
