#include "unit/sweep/walk_bench.hpp"

namespace sasyncd {
namespace {

void add_images(ScriptedSite& site, int count) {
    for (int image = 0; image < count; ++image)
        site.add(image_row(image, image % 9));
}

TEST(WalkCertificate, tells_pages_rows_keys_and_sizes) {
    WalkBench bench(10);
    add_images(bench.site, 57);
    auto const certificate = bench.walk();
    EXPECT_EQ(certificate.page_size_asked, 10U);
    EXPECT_EQ(certificate.page_size_served, 10U);
    EXPECT_GE(certificate.pages, 7U) << "six with rows, and the empty one that is the end";
    EXPECT_EQ(certificate.rows, 57U);
    EXPECT_EQ(certificate.keys, 57U);
    EXPECT_EQ(certificate.keys_twice, 0U);
    EXPECT_EQ(certificate.folded, 0U);
    EXPECT_EQ(certificate.total_first, 57);
    EXPECT_EQ(certificate.total_last, 57);
    EXPECT_EQ(certificate.total_changes, 0U);
    EXPECT_EQ(certificate.outcome.opened, 57U);
    EXPECT_NE(certificate.keys_digest, "");
}

TEST(WalkCertificate, counts_every_attempt_and_names_the_first_and_the_last) {
    WalkBench bench(10);
    add_images(bench.site, 30);
    bench.site.fail = [](PageQuery const&, std::uint64_t nth) -> std::optional<Error> {
        if (nth % 3 == 0)
            return Error(ErrorKind::retry_later, "throttled");
        return std::nullopt;
    };
    auto const certificate = bench.walk();
    auto const& calls = bench.site.calls();
    EXPECT_EQ(certificate.verdict, Verdict::whole);
    EXPECT_EQ(certificate.requests, calls.size());
    EXPECT_EQ(certificate.retries, calls.size() / 3);
    EXPECT_EQ(certificate.first_request_id, calls.front().request_id);
    EXPECT_EQ(certificate.last_request_id, calls.back().request_id);
}

TEST(WalkCertificate, counts_each_walk_by_itself) {
    WalkBench bench(10);
    add_images(bench.site, 30);
    bench.walk();
    auto const calls = bench.site.calls().size();
    auto const second = bench.walk();
    EXPECT_EQ(second.requests, bench.site.calls().size() - calls);
    EXPECT_EQ(second.first_request_id, bench.site.calls()[calls].request_id);
    EXPECT_EQ(second.rows, 30U);
}

TEST(WalkCertificate, shows_movement_and_it_costs_nothing) {
    WalkBench bench(10);
    add_images(bench.site, 30);
    bench.walk();
    bool was_added = false;
    bench.site.before_answer = [&](PageQuery const& query) {
        if (query.page == 3 && query.filter.empty() && !std::exchange(was_added, true))
            bench.site.insert(0, image_row(99, 9));
    };
    auto const certificate = bench.walk();
    EXPECT_EQ(certificate.verdict, Verdict::whole);
    EXPECT_EQ(certificate.total_first, 30);
    EXPECT_EQ(certificate.total_last, 31);
    EXPECT_GT(certificate.total_changes, 0U);
    EXPECT_GT(certificate.keys_twice, 0U);
}

TEST(WalkCertificate, of_equal_keys_has_an_equal_digest_in_any_order) {
    WalkBench bench(10);
    add_images(bench.site, 30);
    auto const first = bench.walk();
    bench.site.reorder([](Row const& one, Row const& other) { return one.texts() > other.texts(); });
    EXPECT_EQ(bench.walk().keys_digest, first.keys_digest);
    bench.site.add(image_row(99, 9));
    EXPECT_NE(bench.walk().keys_digest, first.keys_digest);
}

TEST(WalkCertificate, counts_rows_that_share_a_key_and_differ) {
    WalkBench bench(10);
    bench.site.add(image_row(1, 1, 1));
    bench.site.add(image_row(1, 1, 5));
    auto const certificate = bench.walk();
    EXPECT_EQ(certificate.rows, 2U);
    EXPECT_EQ(certificate.keys, 1U);
    EXPECT_EQ(certificate.keys_twice, 1U);
    EXPECT_EQ(certificate.folded, 1U);
    EXPECT_EQ(bench.ledger.occurrences().begin()->second.row.latest_scan, scan_time(5));
}

TEST(WalkCertificate, counts_quarantined_rows) {
    WalkBench bench(10);
    add_images(bench.site, 20);
    bench.site.options.is_bad = [](Row const& row) {
        return row[Text::image_uuid] == image_row(3, 1)[Text::image_uuid];
    };
    EXPECT_GE(bench.walk().quarantined, 1U);
    EXPECT_EQ(bench.ledger.present().size(), 19U);
}

TEST(WalkCertificate, is_what_the_ledger_stores) {
    WalkBench bench(10);
    add_images(bench.site, 20);
    auto const certificate = bench.walk();
    auto const& stored = bench.ledger.walks().back().end->certificate;
    EXPECT_EQ(stored.verdict, certificate.verdict);
    EXPECT_EQ(stored.rows, certificate.rows);
    EXPECT_EQ(stored.requests, certificate.requests);
    EXPECT_EQ(stored.keys_digest, certificate.keys_digest);
    EXPECT_EQ(stored.outcome.opened, certificate.outcome.opened);
    EXPECT_EQ(bench.ledger.source(1).proven_walk, bench.ledger.walks().back().walk_id);
}

TEST(WalkCertificate, is_preceded_by_facts_for_the_observer) {
    WalkBench bench(10);
    add_images(bench.site, 20);
    bench.walk();
    ASSERT_EQ(bench.observer.facts.size(), 3U);
    EXPECT_EQ(bench.observer.facts[0], "began prod/china");
    EXPECT_EQ(bench.observer.facts[1], "published");
    EXPECT_EQ(bench.observer.facts[2], "ended whole");
    ASSERT_FALSE(bench.observer.progress.empty());
    EXPECT_EQ(bench.observer.progress.front().expected, 20U);
}

}  // namespace
}  // namespace sasyncd
