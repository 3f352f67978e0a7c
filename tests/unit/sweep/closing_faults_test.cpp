#include "unit/sweep/walk_bench.hpp"

#include <memory>
#include <random>
#include <utility>

namespace sasyncd {
namespace {

// Failures at the moment that matters: what lives stays open, whatever could not be asked.

TEST(ClosingAgainstFaults, time_in_which_the_site_was_away_does_not_count_as_time_in_which_it_was_empty) {
    for (auto const kind : {ErrorKind::unavailable, ErrorKind::unauthorised}) {
        WalkBench away(10);
        for (int image = 0; image < 5; ++image)
            away.site.add(image_row(image, image));
        away.walk();
        away.site.fail = [kind](PageQuery const&, std::uint64_t) { return Error(kind, "away"); };
        away.walk();
        EXPECT_TRUE(away.ledger.suspects().empty()) << "no answer lacked them, " << to_string(kind);
        away.clock.advance(std::chrono::hours(25));
        away.walk();
        away.site.fail = nullptr;
        away.site.clear();
        EXPECT_EQ(away.walk().closed, 0U) << "it was empty for one walk, " << to_string(kind);
    }
}

TEST(ClosingAgainstFaults, a_surplus_confirmed_while_rows_moved_does_not_close_a_hidden_region_later) {
    WalkBench bench(10);
    bench.site.options.hidden_regions = {"us-west-1"};
    for (int image = 0; image < 12; ++image)
        bench.site.add(image_row(image, image));
    for (int image = 12; image < 15; ++image)
        bench.site.add(image_row(image, image, 1, "us-west-1"));
    bool has_gone = false;
    bench.site.before_answer = [&](PageQuery const& query) {
        // Reported by the probe, and gone before its region is walked: confirmed as a surplus of one.
        if (query.filter.contains("RepoRegionId") && query.size > 1 && !std::exchange(has_gone, true))
            bench.site.remove(14);
    };
    bench.walk();
    ASSERT_TRUE(has_gone);
    ASSERT_EQ(bench.ledger.present().size(), 14U);
    EXPECT_EQ(bench.walk().closed, 0U) << "both rows of the region live";
    EXPECT_EQ(bench.ledger.present().size(), 14U);
}

TEST(ClosingAgainstFaults, a_slice_refused_once_does_not_close_what_only_it_shows) {
    WalkBench bench(10);
    bench.site.options.hidden_statuses = {3};
    for (int image = 0; image < 12; ++image)
        bench.site.add(image_row(image, image));
    bench.walk();
    bench.site.change(4, [](Row& row) { row.status = 3; });
    bench.site.fail = [](PageQuery const& query, std::uint64_t) -> std::optional<Error> {
        if (query.filter.contains("Status") && query.filter.at("Status") == "3")
            return Error(ErrorKind::rejected, "InvalidParameter");
        return std::nullopt;
    };
    EXPECT_EQ(bench.walk().closed, 0U) << "whitelisted and hidden, and the question for it was refused";
}

TEST(ClosingAgainstFaults, a_row_that_left_a_levels_filter_for_a_hidden_status_is_not_absent) {
    WalkBench bench(10);
    bench.source.filter = {{"Levels", "serious"}};
    bench.site.options.hidden_statuses = {3};
    for (int image = 0; image < 12; ++image)
        bench.site.add(image_row(image, 3 * image));
    bench.walk();
    bench.site.change(4, [](Row& row) {
        row.status = 3;
        row.set(Text::level, "remind");
    });
    bench.walk();
    auto const& gone = bench.ledger.occurrences().at(key_of(bench.site.rows()[4])).gone;
    EXPECT_TRUE(!gone || gone->reason == GoneReason::out_of_scope) << "it lives, whitelisted and milder";
}

TEST(ClosingAgainstFaults, a_hidden_region_is_remembered_though_it_failed_two_sweeps_in_a_row) {
    WalkBench bench(10);
    bench.site.options.hidden_regions = {"us-west-1"};
    for (int image = 0; image < 15; ++image)
        bench.site.add(image_row(image, image, 1, image < 12 ? "cn-hangzhou" : "us-west-1"));
    bench.walk();
    for (bool const fails_at_probe : {false, true}) {
        bench.site.fail = [fails_at_probe](PageQuery const& query, std::uint64_t) -> std::optional<Error> {
            auto const region = query.filter.find("RepoRegionId");
            bool const is_it = region != query.filter.end() && region->second == "us-west-1";
            if (is_it && (fails_at_probe || query.size > 1))
                return Error(ErrorKind::rejected, "InvalidParameter");
            return std::nullopt;
        };
        EXPECT_EQ(bench.walk().closed, 0U) << (fails_at_probe ? "second" : "first");
    }
}

/// Leaves out all rows, now and then, for a single call.
void forget_now_and_then(WalkBench& bench, std::mt19937_64& dice, double how_often) {
    auto const is_empty = std::make_shared<bool>(false);
    bench.site.before_answer = [&dice, how_often, is_empty](PageQuery const&) {
        *is_empty = std::bernoulli_distribution(how_often)(dice);
    };
    bench.site.options.hides = [is_empty](Row const&, Parameters const&) { return *is_empty; };
}

TEST(ClosingAgainstFaults, a_site_whose_single_calls_come_empty_closes_nothing_that_lives) {
    for (std::uint64_t seed = 1; seed <= 30; ++seed) {
        std::mt19937_64 dice(seed);
        WalkBench bench(10);
        for (int image = 0; image < 60; ++image)
            bench.site.add(image_row(image, image));
        bench.walk();
        forget_now_and_then(bench, dice, seed % 2 == 0 ? 0.05 : 0.2);
        for (int sweep = 0; sweep < 8; ++sweep)
            ASSERT_EQ(bench.walk().closed, 0U) << "seed " << seed << ", sweep " << sweep;
    }
}

TEST(ClosingAgainstFaults, an_answer_that_is_taken_back_by_the_next_one_closes_nothing_at_all) {
    WalkBench bench(10);
    for (int image = 0; image < 12; ++image)
        bench.site.add(image_row(image, image));
    bench.walk();
    auto const skipped = md5_of(5);
    bench.site.remove(3);
    bool was_asked = false;
    bool is_hidden = true;
    bench.site.before_answer = [&](PageQuery const& query) {
        auto const md5 = query.filter.find("MaliciousMd5");
        bool const is_question = md5 != query.filter.end() && md5->second == skipped;
        is_hidden = !is_question || !std::exchange(was_asked, true);
    };
    bench.site.options.hides = [&](Row const& row, Parameters const&) {
        return is_hidden && row[Text::malicious_md5] == skipped;
    };
    auto const certificate = bench.walk();
    ASSERT_TRUE(was_asked);
    EXPECT_EQ(certificate.closed, 0U) << certificate.notes;
    EXPECT_NE(certificate.notes.find("brought when asked again"), std::string::npos) << certificate.notes;
    bench.site.options.hides = nullptr;
    EXPECT_EQ(bench.walk().closed, 1U) << "a sweep without contradiction decides";
}

TEST(ClosingAgainstFaults, a_region_whose_pages_do_not_come_is_asked_for_the_suspect_itself) {
    WalkBench bench(10);
    for (int image = 0; image < 12; ++image)
        bench.site.add(image_row(image, image));
    bench.walk();
    bench.site.remove(3);
    bench.site.fail = [](PageQuery const& query, std::uint64_t) -> std::optional<Error> {
        if (query.page == 2 && !query.filter.contains("MaliciousMd5"))
            return Error(ErrorKind::malformed, "cut off");
        return std::nullopt;
    };
    EXPECT_EQ(bench.walk().closed, 1U);
    bench.site.remove(5);
    bench.site.fail = [](PageQuery const& query, std::uint64_t) -> std::optional<Error> {
        if (query.filter.contains("RepoRegionId"))
            return Error(ErrorKind::malformed, "cut off");
        return std::nullopt;
    };
    EXPECT_EQ(bench.walk().closed, 0U) << "its region did not answer at all";
}

/// The filter heeds case, as that of an exact comparison does.
void heed_case(WalkBench& bench) {
    bench.site.options.hides = [](Row const& row, Parameters const& filter) {
        auto const md5 = filter.find("MaliciousMd5");
        return md5 != filter.end() && md5->second != row[Text::malicious_md5];
    };
}

TEST(ClosingAgainstFaults, a_file_that_is_spelled_otherwise_now_is_asked_for_in_that_spelling_too) {
    for (bool const page_is_lost : {true, false}) {
        WalkBench bench(10);
        heed_case(bench);
        for (int image = 0; image < 30; ++image)
            bench.site.add(image_row(image, image));
        bench.walk();
        for (std::size_t at = 0; at < 30; ++at)
            bench.site.change(at, spell_md5_in_capitals);
        if (page_is_lost)
            bench.site.fail = [](PageQuery const& query, std::uint64_t) -> std::optional<Error> {
                if (query.page == 2 && !query.filter.contains("MaliciousMd5"))
                    return Error(ErrorKind::malformed, "cut off");
                return std::nullopt;
            };
        else
            bench.site.remove(25);
        auto const certificate = bench.walk();
        EXPECT_EQ(certificate.closed, page_is_lost ? 0U : 1U) << certificate.notes;
        EXPECT_GT(certificate.asked, 0U);
    }
}

TEST(ClosingAgainstFaults, a_level_that_questions_hide_is_not_vouched_for_by_other_levels) {
    WalkBench bench(10);
    for (int image = 0; image < 60; ++image)
        bench.site.add(image_row(image, image));
    bench.walk();
    bench.site.options.hides = [](Row const& row, Parameters const& filter) {
        return row[Text::level] == "remind" && filter.contains("MaliciousMd5");
    };
    bench.site.fail = [](PageQuery const& query, std::uint64_t) -> std::optional<Error> {
        if (query.page == 2 && !query.filter.contains("MaliciousMd5"))
            return Error(ErrorKind::malformed, "cut off");
        return std::nullopt;
    };
    EXPECT_EQ(bench.walk().closed, 0U) << "they live; one page was lost, and questions hide their level";
    bench.site.fail = nullptr;
    bench.site.remove(3);
    EXPECT_EQ(bench.walk().closed, 1U) << "serious rows come back, so they vouch for a serious one";
}

TEST(ClosingAgainstFaults, a_region_that_does_not_answer_is_told_in_the_certificate) {
    WalkBench bench(10);
    for (int image = 0; image < 12; ++image)
        bench.site.add(image_row(image, image));
    bench.site.fail = [](PageQuery const& query, std::uint64_t) -> std::optional<Error> {
        if (query.filter.contains("RepoRegionId") && query.filter.at("RepoRegionId") == "us-west-1")
            return Error(ErrorKind::malformed, "cut off");
        return std::nullopt;
    };
    auto const certificate = bench.walk();
    EXPECT_NE(certificate.notes.find("us-west-1 did not answer"), std::string::npos) << certificate.notes;
}

}  // namespace
}  // namespace sasyncd
