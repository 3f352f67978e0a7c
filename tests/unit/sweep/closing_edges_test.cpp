#include "unit/sweep/walk_bench.hpp"

#include <algorithm>

namespace sasyncd {
namespace {

/// Cases that random worlds found: what lives must stay open, and what ends must say why.
class ClosingEdges : public testing::Test {
protected:
    void add_images(int count, std::string const& region = "cn-hangzhou") {
        auto const first = static_cast<int>(bench.site.rows().size());
        for (int image = first; image < first + count; ++image)
            bench.site.add(image_row(image, image, 1, region));
    }
    [[nodiscard]] MemoryLedger::Occurrence const& stored(Row const& row) const {
        return bench.ledger.occurrences().at(key_of(row));
    }

    void narrow_to_regions(std::vector<std::string> regions) {
        ScopeOptions scope;
        scope.regions = std::move(regions);
        bench.source = sources_of(scope, std::string(kAccount)).front();
    }

    WalkBench bench{10};
};

TEST_F(ClosingEdges, rows_of_a_hidden_region_stay_open_where_the_region_cannot_be_asked_for_this_time) {
    bench.site.options.hidden_regions = {"us-west-1"};
    add_images(12);
    add_images(5, "us-west-1");
    bench.walk();
    ASSERT_EQ(bench.ledger.present().size(), 17U);
    for (auto const kind :
         {ErrorKind::rejected, ErrorKind::retry_later, ErrorKind::malformed, ErrorKind::unauthorised}) {
        bench.site.fail = [kind](PageQuery const& query, std::uint64_t) -> std::optional<Error> {
            if (query.filter.contains("RepoRegionId"))
                return Error(kind, "not now");
            return std::nullopt;
        };
        bench.walk();
        EXPECT_EQ(bench.ledger.present().size(), 17U) << to_string(kind);
    }
}

TEST_F(ClosingEdges, rows_of_a_hidden_region_that_its_pages_skipped_are_asked_for_in_their_region) {
    bench.site.options.hidden_regions = {"us-west-1"};
    add_images(12);
    add_images(15, "us-west-1");
    bench.walk();
    bool was_moved = false;
    bench.site.before_answer = [&](PageQuery const& query) {
        // A row of page 1 goes while page 2 is asked for: one of the living is skipped.
        if (query.filter.contains("RepoRegionId") && query.size > 1 && query.page == 2 &&
            !std::exchange(was_moved, true))
            bench.site.remove(13);
    };
    bench.walk();
    ASSERT_TRUE(was_moved);
    auto const present = bench.ledger.present();
    for (auto const& row : bench.site.rows())
        EXPECT_TRUE(present.contains(key_of(row))) << row[Text::image];
}

TEST_F(ClosingEdges, rows_of_a_region_that_only_rows_named_stay_open_once_it_is_hidden) {
    add_images(12);
    add_images(5, "me-east-1");
    bench.walk();
    ASSERT_EQ(bench.ledger.present().size(), 17U);
    bench.site.options.hidden_regions = {"me-east-1"};
    for (int sweep = 2; sweep <= 3; ++sweep) {
        bench.walk();
        EXPECT_EQ(bench.ledger.present().size(), 17U) << "sweep " << sweep;
    }
}

TEST_F(ClosingEdges, a_source_of_regions_asks_for_what_it_missed_in_the_region_too) {
    narrow_to_regions({"cn-hangzhou", "us-west-1"});
    bench.site.options.hidden_regions = {"us-west-1"};
    add_images(12);
    add_images(15, "us-west-1");
    bench.walk();
    bool was_moved = false;
    bench.site.before_answer = [&](PageQuery const& query) {
        auto const region = query.filter.find("RepoRegionId");
        bool const is_page_2 = query.size > 1 && query.page == 2;
        // A row of page 1 goes while page 2 is asked for: one of the living is skipped.
        if (is_page_2 && region != query.filter.end() && region->second == "us-west-1" &&
            !std::exchange(was_moved, true))
            bench.site.remove(13);
    };
    bench.walk();
    ASSERT_TRUE(was_moved);
    auto const present = bench.ledger.present();
    for (auto const& row : bench.site.rows())
        EXPECT_TRUE(present.contains(key_of(row))) << row[Text::image];
}

TEST_F(ClosingEdges, a_control_counts_though_a_row_of_another_status_shares_its_key) {
    auto twin = image_row(0, 0);
    twin.status = 2;
    bench.source.filter = {{"Status", "0"}};
    bench.site.add(twin);
    bench.site.add(image_row(0, 0));
    bench.site.add(image_row(1, 1));
    bench.walk();
    bench.site.remove(2);
    EXPECT_EQ(bench.walk().closed, 1U);
}

TEST_F(ClosingEdges, a_row_that_left_the_filter_for_a_status_that_all_hides_is_out_of_scope) {
    bench.source.filter = {{"Status", "0"}};
    bench.site.options.hidden_statuses = {3};
    add_images(12);
    bench.walk();
    bench.site.change(4, [](Row& row) { row.status = 3; });
    bench.walk();
    auto const& occurrence = stored(bench.site.rows()[4]);
    EXPECT_TRUE(!occurrence.gone || occurrence.gone->reason == GoneReason::out_of_scope)
        << "it lives, whitelisted: nobody mended anything";
}

TEST_F(ClosingEdges, a_row_that_left_the_filter_is_not_absent_where_only_walks_can_tell) {
    bench.source.filter = {{"Status", "0"}};
    bench.site.options.ignored_filters = {"MaliciousMd5"};
    add_images(12);
    bench.walk();
    bench.site.change(4, [](Row& row) { row.status = 1; });
    for (int walks = 0; walks < 5; ++walks)
        bench.walk();
    auto const& occurrence = stored(bench.site.rows()[4]);
    EXPECT_TRUE(!occurrence.gone || occurrence.gone->reason == GoneReason::out_of_scope)
        << "walks under a filter say nothing of what lies outside it";
}

TEST_F(ClosingEdges, a_row_within_the_filter_that_only_a_slice_shows_is_not_out_of_scope) {
    bench.source.filter = {{"Status", "0"}};
    bench.site.options.hidden_kinds = {Kind::container};
    add_images(12);
    for (int container = 0; container < 4; ++container)
        bench.site.add(container_row(container, 50));
    bench.walk();
    ASSERT_EQ(bench.ledger.present().size(), 16U);
    bench.site.options.hides = [](Row const& row, Parameters const& filter) {
        // One of them is skipped by the pages of the slice.
        return !filter.contains("MaliciousMd5") && key_of(row) == key_of(container_row(2, 50));
    };
    bench.walk();
    EXPECT_EQ(bench.ledger.present().size(), 16U);
}

TEST_F(ClosingEdges, an_answer_that_its_own_total_count_contradicts_is_tested_by_the_next_page) {
    bench.site.options.totals = SiteOptions::Totals::constant;
    bench.site.options.constant_total = 0;
    bench.source.filter = {{"Levels", "serious"}};
    for (int image = 0; image < 8; ++image)
        bench.site.add(image_row(image, 3));
    bench.walk();
    // The site serves fewer rows a page than it did, and of the file more rows than the source shows.
    bench.site.options.page_cap = 3;
    for (std::size_t at = 0; at < 7; ++at)
        bench.site.change(at, [](Row& row) { row.set(Text::level, "remind"); });
    auto const gone = bench.site.rows()[7];
    bench.walk();
    bench.site.remove(7);
    bench.site.add(image_row(20, 3));
    bench.walk();
    auto const& occurrence = stored(gone);
    if (!occurrence.gone || occurrence.gone->proof != Proof::asked)
        return;
    for (auto const& id : {occurrence.gone->first_request_id, occurrence.gone->request_id}) {
        auto const* call = bench.site.find_call(id);
        ASSERT_NE(call, nullptr);
        EXPECT_EQ(call->matching, call->page->elements()) << id << " is one page of several";
    }
}

TEST_F(ClosingEdges, a_total_count_that_heeds_no_filter_does_not_multiply_the_calls) {
    for (auto const total : {49, 4900}) {
        WalkBench claimed(10);
        claimed.site.options.totals = SiteOptions::Totals::constant;
        claimed.site.options.constant_total = total;
        for (int image = 0; image < 43; ++image)
            claimed.site.add(image_row(image, image));
        claimed.walk();
        EXPECT_LT(claimed.site.calls().size(), 2000U) << "TotalCount " << total << " for 43 rows";
        EXPECT_EQ(claimed.ledger.present().size(), 43U);
    }
}

TEST_F(ClosingEdges, a_site_that_grew_while_slices_were_compared_is_not_sliced_for_good) {
    add_images(12);
    int next = 100;
    bench.site.before_answer = [&](PageQuery const& query) {
        if (query.size == 1)
            bench.site.add(image_row(next++, 1));
    };
    bench.walk();
    bench.site.before_answer = nullptr;
    bench.walk();
    bench.walk();
    EXPECT_FALSE(bench.ledger.source(1).memory.slice_by_status);
    EXPECT_FALSE(bench.ledger.source(1).memory.slice_by_scan_range);
}

TEST_F(ClosingEdges, a_row_that_moves_to_a_region_that_was_read_already_stays_open) {
    narrow_to_regions({"cn-hangzhou", "cn-shanghai"});
    add_images(8, "cn-hangzhou");
    add_images(8, "cn-shanghai");
    bench.walk();
    ASSERT_EQ(bench.ledger.present().size(), 16U);
    bool has_moved = false;
    bench.site.before_answer = [&](PageQuery const& query) {
        auto const region = query.filter.find("RepoRegionId");
        if (region != query.filter.end() && region->second == "cn-shanghai" &&
            !std::exchange(has_moved, true))
            bench.site.change(12, [](Row& row) { row.set(Text::repo_region_id, "cn-hangzhou"); });
    };
    auto certificate = bench.walk();
    ASSERT_TRUE(has_moved);
    EXPECT_EQ(certificate.suspects, 1U) << "no page of either region showed it";
    EXPECT_EQ(certificate.closed, 0U);
    bench.walk();
    EXPECT_EQ(bench.ledger.present().size(), 16U);
    EXPECT_EQ(bench.ledger.occurrences().at(key_of(bench.site.rows()[12])).row[Text::repo_region_id],
              "cn-hangzhou");
}

TEST_F(ClosingEdges, a_row_that_leaves_the_filtered_regions_is_out_of_scope) {
    narrow_to_regions({"cn-hangzhou", "cn-shanghai"});
    add_images(8, "cn-hangzhou");
    add_images(8, "cn-shanghai");
    bench.walk();
    bench.site.change(12, [](Row& row) { row.set(Text::repo_region_id, "us-west-1"); });
    EXPECT_EQ(bench.walk().closed, 1U);
    auto const& gone = bench.ledger.occurrences().at(key_of(bench.site.rows()[12])).gone;
    ASSERT_TRUE(gone);
    EXPECT_EQ(gone->reason, GoneReason::out_of_scope);
}

}  // namespace
}  // namespace sasyncd
