#include "sweep/difference.hpp"

#include <gtest/gtest.h>

namespace sasyncd {
namespace {

SystemTime at(std::int64_t seconds) {
    return SystemTime(std::chrono::seconds(1'700'000'000 + seconds));
}

Row make_row(std::string const& path, std::int64_t scan, int status = 0) {
    Row row;
    row.set(Text::malicious_md5, "d836968041f7683b5459aaaaaaaaaaaa");
    row.set(Text::image_uuid, "e05c0de798217637868ef4bbbbbbbbbb");
    row.set(Text::file_path, path);
    row.set(Text::level, "serious");
    row.status = status;
    row.latest_scan = at(scan);
    return row;
}

class DifferenceTest : public testing::Test {
protected:
    Difference walk() {
        for (auto& known : baseline)
            known.flags = 0;
        return {baseline, "1234567890123456", Site::china, 7, false, 1};
    }
    /// A walk over these rows; what it hands over.
    Part walk_over(std::vector<Row> const& rows) {
        auto difference = walk();
        for (auto const& row : rows)
            difference.add(row);
        difference.settle_deferred();
        suspects = difference.suspects();
        difference.tell(certificate);
        return difference.take_part();
    }

    Baseline baseline;
    std::vector<Key> suspects;
    Certificate certificate;
};

TEST_F(DifferenceTest, new_rows_are_handed_over_once_and_an_equal_walk_hands_over_nothing) {
    std::vector<Row> const rows = {make_row("/a", 1), make_row("/b", 1)};
    EXPECT_EQ(walk_over(rows).fresh.size(), 2U);
    EXPECT_EQ(walk_over(rows).rows(), 0U);
    EXPECT_EQ(certificate.keys, 2U);
}

TEST_F(DifferenceTest, a_newer_scan_alone_moves_times_only) {
    walk_over({make_row("/a", 1)});
    auto const part = walk_over({make_row("/a", 2)});
    ASSERT_EQ(part.times_moved.size(), 1U);
    EXPECT_EQ(part.times_moved[0].latest_scan, at(2));
    EXPECT_EQ(part.rows(), 1U);
}

TEST_F(DifferenceTest, a_change_without_a_newer_scan_is_handed_over_at_the_end) {
    walk_over({make_row("/a", 1, 0)});
    auto const part = walk_over({make_row("/a", 1, 1)});
    ASSERT_EQ(part.changed.size(), 1U);
    EXPECT_EQ(part.changed[0].row.unpack().status, 1);
}

TEST_F(DifferenceTest, two_rows_of_one_key_fold_alike_in_either_order_and_never_flap) {
    auto const one = make_row("/a", 1, 0);
    auto const other = make_row("/a", 1, 3);
    walk_over({one, other});
    auto const first = walk_over({other, one});
    auto const second = walk_over({one, other});
    EXPECT_EQ(first.rows() + second.rows(), 0U) << "the fold must not depend on order";
    EXPECT_EQ(certificate.keys_twice, 1U);
    EXPECT_EQ(certificate.folded, 1U);
}

TEST_F(DifferenceTest, an_older_scan_is_told_and_the_newest_kept) {
    walk_over({make_row("/a", 5)});
    auto const part = walk_over({make_row("/a", 3)});
    ASSERT_EQ(part.regressed.size(), 1U);
    EXPECT_EQ(part.regressed[0].older, at(3));
    EXPECT_TRUE(part.times_moved.empty());
    EXPECT_EQ(baseline.begin()->latest_scan, at(5).time_since_epoch().count());
}

TEST_F(DifferenceTest, a_time_or_id_that_a_reply_lacks_changes_nothing) {
    auto row = make_row("/a", 1);
    row.event_id = 17;
    row.latest_verify = at(1);
    walk_over({row});
    row.event_id.reset();
    row.latest_verify.reset();
    row.latest_scan.reset();
    EXPECT_EQ(walk_over({row}).rows(), 0U);
}

TEST_F(DifferenceTest, what_no_page_brought_is_a_suspect_and_nothing_more) {
    walk_over({make_row("/a", 1), make_row("/b", 1)});
    auto const part = walk_over({make_row("/a", 1)});
    EXPECT_EQ(suspects.size(), 1U);
    EXPECT_EQ(part.rows(), 0U);
}

TEST_F(DifferenceTest, a_row_of_another_source_of_the_site_is_adopted_without_a_change) {
    walk_over({make_row("/a", 1)});
    for (auto& known : baseline)
        known.source = baseline.source_index(99);
    auto const part = walk_over({make_row("/a", 1)});
    EXPECT_EQ(part.adopted.size(), 1U);
    EXPECT_EQ(part.rows(), 1U);
}

TEST_F(DifferenceTest, the_digest_of_keys_does_not_depend_on_order) {
    walk_over({make_row("/a", 1), make_row("/b", 1)});
    auto const digest = certificate.keys_digest;
    walk_over({make_row("/b", 1), make_row("/a", 1)});
    EXPECT_EQ(certificate.keys_digest, digest);
}

TEST_F(DifferenceTest, a_key_met_again_by_intent_is_no_movement) {
    auto difference = walk();
    difference.add(make_row("/a", 1));
    difference.add(make_row("/a", 1), Meeting::again_by_intent);
    difference.add(make_row("/b", 1), Meeting::again_by_intent);
    difference.tell(certificate);
    EXPECT_EQ(certificate.keys_twice, 0U);
    EXPECT_EQ(certificate.rows, 2U);
    EXPECT_EQ(certificate.keys, 2U);
}

TEST(Baseline, finds_each_of_many_keys_and_no_other) {
    Baseline baseline;
    for (std::uint64_t i = 0; i < 10'000; ++i) {
        StoredOccurrence entry;
        entry.key = {i, i * 7};
        entry.fingerprint = i;
        baseline.add(entry);
    }
    for (std::uint64_t i = 0; i < 10'000; ++i)
        ASSERT_EQ(baseline.find({i, i * 7})->fingerprint, i);
    EXPECT_EQ(baseline.find({1, 8}), nullptr);
}

}  // namespace
}  // namespace sasyncd
