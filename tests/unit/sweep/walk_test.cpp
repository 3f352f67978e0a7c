#include "unit/sweep/walk_bench.hpp"

#include <algorithm>

namespace sasyncd {
namespace {

using What = MemoryLedger::Entry::What;

void add_images(ScriptedSite& site, int count, std::int64_t scan = 1) {
    for (int image = 0; image < count; ++image)
        site.add(image_row(image, image % 9, scan));
}

std::size_t count_of(MemoryLedger const& ledger, What what) {
    auto const& record = ledger.record();
    return static_cast<std::size_t>(std::count_if(record.begin(), record.end(),
                                                  [what](auto const& entry) { return entry.what == what; }));
}

TEST(Walk, opens_what_is_new_whatever_kind_it_is) {
    WalkBench bench;
    add_images(bench.site, 50);
    bench.site.add(container_row(1, 1));
    bench.site.add(target_row(1, 1));
    auto const certificate = bench.walk();
    EXPECT_EQ(certificate.verdict, Verdict::whole);
    EXPECT_EQ(certificate.reason, "");
    EXPECT_EQ(bench.ledger.present().size(), 52U);
    EXPECT_EQ(certificate.outcome.opened, 52U);
    EXPECT_TRUE(bench.ledger.irregularities().empty());
}

TEST(Walk, of_an_empty_site_is_whole_and_writes_nothing) {
    WalkBench bench;
    auto const certificate = bench.walk();
    EXPECT_EQ(certificate.verdict, Verdict::whole);
    EXPECT_EQ(certificate.keys, 0U);
    EXPECT_TRUE(bench.ledger.parts().empty());
}

TEST(Walk, that_finds_no_change_hands_over_nothing) {
    WalkBench bench;
    add_images(bench.site, 70);
    bench.walk();
    auto const parts = bench.ledger.parts().size();
    auto const certificate = bench.walk();
    EXPECT_EQ(bench.ledger.parts().size(), parts);
    EXPECT_EQ(certificate.outcome.rows_written, 0U);
    EXPECT_EQ(certificate.suspects, 0U);
    EXPECT_TRUE(bench.ledger.suspects().empty());
    EXPECT_EQ(bench.ledger.walks().back().verdict, Verdict::whole);
}

TEST(Walk, tells_a_change_from_a_rescan) {
    WalkBench bench;
    add_images(bench.site, 3);
    bench.walk();
    auto const parts = bench.ledger.parts().size();
    bench.site.change(0, [](Row& row) { row.latest_scan = scan_time(5); });
    bench.site.change(1, [](Row& row) { row.status = 3; });
    bench.site.change(2, [](Row& row) {
        row.set(Text::level, "serious!");
        row.latest_scan = scan_time(6);
    });
    bench.walk();
    auto const handed = bench.handed_over(parts);
    ASSERT_EQ(handed.times_moved.size(), 1U);
    EXPECT_EQ(handed.times_moved[0].latest_scan, scan_time(5));
    EXPECT_EQ(handed.changed.size(), 2U);
    EXPECT_EQ(handed.rows(), 3U);
}

TEST(Walk, brings_a_file_spelled_in_other_letters_back_to_the_same_row) {
    WalkBench bench;
    bench.site.add(image_row(1, 11));
    bench.walk();
    bench.site.change(0, spell_md5_in_capitals);
    auto const certificate = bench.walk();
    EXPECT_EQ(certificate.suspects, 0U);
    ASSERT_EQ(bench.ledger.occurrences().size(), 1U);
    auto const& row = bench.ledger.occurrences().begin()->second.row;
    EXPECT_EQ(row[Text::malicious_md5], bench.site.rows()[0][Text::malicious_md5]) << "the newest spelling";
    auto const parts = bench.ledger.parts().size();
    bench.walk();
    EXPECT_EQ(bench.handed_over(parts).rows(), 0U) << "and nothing more is written";
}

TEST(Walk, whose_page_size_is_refused_goes_on_with_the_one_that_the_api_documents) {
    WalkBench bench(100);
    add_images(bench.site, 50);
    bench.site.fail = [](PageQuery const& query, std::uint64_t) -> std::optional<Error> {
        if (query.size > 50)
            return Error(ErrorKind::rejected, "InvalidPageSize");
        return std::nullopt;
    };
    auto const certificate = bench.walk();
    EXPECT_EQ(certificate.verdict, Verdict::whole) << certificate.reason;
    EXPECT_EQ(certificate.page_size_asked, 20U);
    EXPECT_NE(certificate.notes.find("set page_size to 20"), std::string::npos) << certificate.notes;
    EXPECT_EQ(bench.ledger.present().size(), 50U);
    bench.site.remove(7);
    EXPECT_EQ(bench.walk().closed, 1U) << "questions too";
}

TEST(Walk, that_the_documented_page_size_does_not_help_tells_why_the_first_one_failed) {
    WalkBench bench(100);
    bench.site.fail = [](PageQuery const& query, std::uint64_t) -> std::optional<Error> {
        return Error(ErrorKind::rejected, query.size == 100 ? "InvalidFilter" : "InvalidElse");
    };
    auto const certificate = bench.walk();
    EXPECT_EQ(certificate.verdict, Verdict::partial);
    EXPECT_EQ(certificate.page_size_asked, 100U);
    EXPECT_NE(certificate.reason.find("InvalidFilter"), std::string::npos) << certificate.reason;
}

TEST(Walk, whose_page_fails_for_good_is_partial_and_keeps_what_the_others_brought) {
    WalkBench bench(10);
    add_images(bench.site, 50);
    bench.walk();
    bench.site.clear();
    add_images(bench.site, 60);
    bench.site.fail = [](PageQuery const& query, std::uint64_t) -> std::optional<Error> {
        if (query.page == 2 && query.filter.empty())
            return Error(ErrorKind::rejected, "InvalidParameter");
        return std::nullopt;
    };
    auto const certificate = bench.walk();
    EXPECT_EQ(certificate.verdict, Verdict::partial);
    EXPECT_NE(certificate.reason.find("page 2"), std::string::npos) << certificate.reason;
    EXPECT_EQ(bench.ledger.present().size(), 60U);
    EXPECT_EQ(count_of(bench.ledger, What::gone), 0U);
}

TEST(Walk, that_a_site_refuses_is_refused_and_changes_nothing) {
    for (auto const kind : {ErrorKind::unauthorised, ErrorKind::unlicensed}) {
        WalkBench bench;
        add_images(bench.site, 5);
        bench.walk();
        auto const parts = bench.ledger.parts().size();
        bench.site.fail = [kind](PageQuery const&, std::uint64_t) { return Error(kind, "NoPermission"); };
        auto const certificate = bench.walk();
        EXPECT_EQ(certificate.verdict, Verdict::refused) << to_string(kind);
        EXPECT_NE(certificate.reason.find("NoPermission"), std::string::npos);
        EXPECT_EQ(bench.ledger.parts().size(), parts);
        EXPECT_EQ(bench.ledger.present().size(), 5U);
    }
}

TEST(Walk, of_a_site_that_cannot_be_reached_is_partial_and_changes_nothing) {
    WalkBench bench;
    add_images(bench.site, 5);
    bench.walk();
    bench.site.fail = [](PageQuery const&, std::uint64_t) {
        return Error(ErrorKind::unavailable, "no route");
    };
    auto const certificate = bench.walk();
    EXPECT_EQ(certificate.verdict, Verdict::partial);
    EXPECT_EQ(bench.ledger.present().size(), 5U);
    EXPECT_EQ(certificate.closed, 0U);
}

TEST(Walk, a_whole_one_after_a_failed_one_sees_everything_again) {
    WalkBench bench;
    add_images(bench.site, 45);
    bench.site.fail = [](PageQuery const&, std::uint64_t) {
        return Error(ErrorKind::unavailable, "no route");
    };
    bench.walk();
    bench.site.fail = nullptr;
    EXPECT_EQ(bench.walk().verdict, Verdict::whole);
    EXPECT_EQ(bench.ledger.present().size(), 45U);
    EXPECT_TRUE(bench.ledger.walks()[1].is_initial) << "the failed one taught nothing of what was there";
}

TEST(Walk, is_initial_until_one_was_whole_and_not_after) {
    WalkBench bench;
    add_images(bench.site, 3);
    bench.walk();
    bench.site.add(image_row(77, 7));
    bench.walk();
    ASSERT_EQ(bench.ledger.parts().size(), 2U);
    EXPECT_TRUE(bench.ledger.parts()[0].is_initial);
    EXPECT_FALSE(bench.ledger.parts()[1].is_initial);
}

TEST(Walk, a_row_that_no_page_brought_is_not_closed_by_that_alone) {
    WalkBench bench;
    bench.ask_limit = 0;
    add_images(bench.site, 30);
    bench.walk();
    bench.site.remove(7);
    auto const certificate = bench.walk();
    EXPECT_EQ(certificate.verdict, Verdict::whole);
    EXPECT_EQ(certificate.suspects, 1U);
    EXPECT_EQ(certificate.left_open, 1U);
    EXPECT_EQ(certificate.closed, 0U);
    EXPECT_EQ(bench.ledger.present().size(), 30U);
    ASSERT_EQ(bench.ledger.suspects().size(), 1U);
    EXPECT_EQ(bench.ledger.suspects().begin()->second.misses, 1U);
    bench.walk();
    EXPECT_EQ(bench.ledger.suspects().begin()->second.misses, 2U);
}

TEST(Walk, a_row_that_comes_back_is_no_suspect_any_more) {
    WalkBench bench;
    bench.ask_limit = 0;
    add_images(bench.site, 30);
    bench.walk();
    auto const row = bench.site.rows()[7];
    bench.site.remove(7);
    bench.walk();
    bench.site.add(row);
    EXPECT_EQ(bench.walk().suspects, 0U);
    EXPECT_TRUE(bench.ledger.suspects().empty());
}

TEST(Walk, misses_without_movement_count_as_still_and_movement_begins_anew) {
    WalkBench bench(5);
    bench.ask_limit = 0;
    add_images(bench.site, 20);
    bench.walk();
    bench.site.remove(19);
    bench.walk();
    bench.walk();
    ASSERT_EQ(bench.ledger.suspects().size(), 1U);
    EXPECT_EQ(bench.ledger.suspects().begin()->second.still_misses, 2U);
    bool was_added = false;
    bench.site.before_answer = [&](PageQuery const& query) {
        if (query.page == 3 && query.filter.empty() && !std::exchange(was_added, true))
            bench.site.insert(0, image_row(99, 9));
    };
    EXPECT_GT(bench.walk().keys_twice, 0U);
    EXPECT_EQ(bench.ledger.suspects().begin()->second.still_misses, 0U);
}

TEST(Walk, answers_that_overtake_each_other_lose_no_row) {
    WalkBench bench(5);
    unsigned turns = 0;
    bench.site.delay = [&turns] { return (turns = turns * 5 + 3) % 7; };
    add_images(bench.site, 98);
    bench.walk();
    EXPECT_EQ(bench.walk().verdict, Verdict::whole);
    EXPECT_EQ(bench.ledger.present().size(), 98U);
}

TEST(Walk, opens_a_row_that_two_spellings_and_two_pages_bring_once) {
    WalkBench bench(2);
    auto twin = image_row(1, 11);
    twin.set(Text::malicious_md5, "D" + std::string(twin[Text::malicious_md5].substr(1)));
    bench.site.add(image_row(1, 11));
    add_images(bench.site, 5);
    bench.site.add(twin);
    auto const certificate = bench.walk();
    EXPECT_EQ(certificate.keys, 6U - (bench.site.rows()[1] == image_row(1, 11) ? 1U : 0U));
    EXPECT_EQ(bench.handed_over().fresh.size(), bench.ledger.present().size());
    EXPECT_TRUE(bench.ledger.irregularities().empty());
}

TEST(Walk, a_quarantined_row_costs_neither_its_page_nor_the_verdict) {
    WalkBench bench(5);
    add_images(bench.site, 23);
    bench.site.options.is_bad = [](Row const& row) { return row == image_row(4, 4); };
    auto const certificate = bench.walk();
    EXPECT_EQ(certificate.verdict, Verdict::whole);
    EXPECT_GE(certificate.quarantined, 1U);
    EXPECT_EQ(bench.ledger.present().size(), 22U);
    EXPECT_FALSE(bench.ledger.walks().back().end->quarantined.samples().empty());
}

TEST(Walk, in_which_the_lease_is_lost_ends_with_that_error_and_writes_nothing_more) {
    for (std::uint64_t call = 1; call <= 4; ++call) {
        WalkBench bench;
        add_images(bench.site, 10);
        bench.ledger.lose_lease_at = call;
        auto const certificate = bench.try_walk();
        ASSERT_FALSE(certificate.has_value()) << "call " << call;
        EXPECT_EQ(certificate.error().kind, ErrorKind::lost_lease) << "call " << call;
        EXPECT_TRUE(call > 3 || bench.ledger.record().empty()) << "call " << call;
        EXPECT_TRUE(bench.ledger.walks().empty() || !bench.ledger.walks().back().verdict);
        EXPECT_TRUE(bench.observer.facts.empty() || bench.observer.facts.back() != "ended whole");
        EXPECT_LE(bench.ledger.calls().size(), 4U) << "nothing follows the refusal";
    }
}

TEST(Walk, that_was_interrupted_is_marked_by_the_next_one) {
    WalkBench bench;
    add_images(bench.site, 10);
    bench.ledger.lose_lease_at = 3;
    (void)bench.try_walk();
    bench.leader = bench.ledger.take_lease(std::string(kAccount));
    EXPECT_EQ(bench.walk().verdict, Verdict::whole);
    ASSERT_EQ(bench.ledger.walks().size(), 2U);
    EXPECT_EQ(bench.ledger.walks()[0].verdict, Verdict::interrupted);
    EXPECT_EQ(bench.ledger.present().size(), 10U);
}

TEST(Walk, whose_database_is_away_ends_with_that_error_and_the_next_one_makes_up_for_it) {
    for (auto const* call : {"begin_walk", "load_baseline", "publish", "end_walk"}) {
        WalkBench bench;
        add_images(bench.site, 10);
        bench.ledger.fail = [call](std::string_view name, std::uint64_t) -> std::optional<Error> {
            if (name == call)
                return Error(ErrorKind::unavailable, "no database");
            return std::nullopt;
        };
        auto const certificate = bench.try_walk();
        ASSERT_FALSE(certificate.has_value()) << call;
        EXPECT_EQ(certificate.error().kind, ErrorKind::unavailable) << call;
        bench.ledger.fail = nullptr;
        EXPECT_EQ(bench.walk().verdict, Verdict::whole) << call;
        EXPECT_EQ(bench.ledger.present().size(), 10U) << call;
        EXPECT_TRUE(bench.ledger.irregularities().empty()) << call;
    }
}

}  // namespace
}  // namespace sasyncd
