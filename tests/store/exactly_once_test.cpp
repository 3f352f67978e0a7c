#include "store/fixture.hpp"

#include <algorithm>
#include <thread>

namespace sasyncd::test {
namespace {

using ::testing::ElementsAre;

class ExactlyOnce : public StoreTest {};

TEST_F(ExactlyOnce, a_first_load_in_many_parts_leaves_what_one_part_leaves) {
    std::vector<RowMaker> rows;
    for (int i = 0; i < 120; ++i) {
        auto& row = rows.emplace_back();
        auto const image =
            std::to_string(i * 7 % 40);  // so that occurrences of a finding lie in several parts
        row.image = "image-" + image;
        row.repository = "shop-" + image;
        row.level = i * 7 % 40 < 20 ? "serious" : "remind";
        row.path = "/bin/" + std::to_string(i);
        row.scanned += i * 1000;
    }
    auto const tables_after = [&](std::size_t part_size) {
        auto const start = begin();
        std::int32_t number = 0;
        for (std::size_t i = 0; i < rows.size(); i += part_size) {
            auto part = part_of(start, ++number);
            for (std::size_t j = i; j < std::min(i + part_size, rows.size()); ++j)
                part.fresh.push_back(rows[j].record());
            publish(std::move(part));
        }
        std::vector<std::string> all;
        for (auto const* table : {"occurrence", "occurrence_state", "finding", "episode", "event", "daily",
                                  "open_count", "standing"})
            for (auto& row :
                 database->rows("SELECT to_jsonb(t) - "
                                "'{appeared_at,opened_at,first_opened_at,open_since,at,event_id,walk_id,"
                                "opened_walk,opening_walk}'"
                                "::text[] - CASE WHEN '" +
                                std::string(table) +
                                "' = 'standing' THEN 'finding_key' ELSE '' END AS told FROM sasync." +
                                std::string(table) + " t ORDER BY told"))
                all.push_back(std::string(table) + " " + row);
        database->exec(
            "TRUNCATE sasync.occurrence, sasync.occurrence_state, sasync.finding, sasync.episode, "
            "sasync.event, "
            "sasync.daily, sasync.open_count, sasync.standing");
        return all;
    };
    auto const in_one = tables_after(rows.size());
    EXPECT_EQ(in_one.size(), 120U + 120U + 40U + 40U + 40U + 40U + 40U + 81U);
    EXPECT_EQ(tables_after(7), in_one);
}

TEST_F(ExactlyOnce, a_part_that_is_sent_again_changes_nothing_and_has_the_same_outcome) {
    auto const start = begin();
    auto part = part_of(start);
    part.fresh.push_back(RowMaker{}.record());
    auto const first = publish(part);
    auto const again = publish(part);
    EXPECT_EQ(first.opened, 1U);
    EXPECT_EQ(again.opened, 1U);
    EXPECT_EQ(again.rows_written, 1U);
    EXPECT_EQ(database->one("SELECT count(*) FROM sas.event"), "1");
}

TEST_F(ExactlyOnce, a_row_that_a_stale_baseline_took_for_new_is_updated) {
    RowMaker row;
    load({row});
    auto const start = begin();
    auto part = part_of(start);
    row.level = "remind";
    part.fresh.push_back(row.record());
    auto const outcome = publish(std::move(part));
    EXPECT_EQ(outcome.opened, 0U);
    EXPECT_EQ(outcome.changed, 1U);
    EXPECT_EQ(database->one("SELECT count(*) FROM sas.occurrence"), "1");
    EXPECT_EQ(database->one("SELECT level FROM sas.finding"), "remind");
}

TEST_F(ExactlyOnce, a_key_twice_in_one_part_is_written_once) {
    auto const start = begin();
    auto part = part_of(start);
    part.fresh = {RowMaker{}.record(), RowMaker{}.record()};
    EXPECT_EQ(publish(std::move(part)).rows_written, 1U);
}

TEST_F(ExactlyOnce, a_stale_token_writes_nothing) {
    auto const start = begin();
    database->exec("UPDATE sasync.lease SET token = token + 1");
    auto part = part_of(start);
    part.fresh.push_back(RowMaker{}.record());
    auto const result = run(ledger->publish(leader, Site::china, part));
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().kind, ErrorKind::lost_lease);
    EXPECT_EQ(database->one("SELECT count(*) FROM sasync.occurrence"), "0");
    auto const walk = run(ledger->begin_walk(leader, make_source(), 1));
    ASSERT_FALSE(walk);
    EXPECT_EQ(walk.error().kind, ErrorKind::lost_lease);
    WalkEnd end;
    end.walk_id = start.walk_id;
    end.source_id = start.source_id;
    auto const ended = run(ledger->end_walk(leader, Site::china, end));
    ASSERT_FALSE(ended);
    EXPECT_EQ(ended.error().kind, ErrorKind::lost_lease);
}

TEST_F(ExactlyOnce, a_takeover_waits_for_a_publish_under_way) {
    database->exec("UPDATE sasync.lease SET expires_at = now() - interval '1 hour'");
    Database::OtherSession publisher(*database);
    publisher.exec("BEGIN; SELECT 1 FROM sasync.lease WHERE account_id = '1001' AND token = " +
                   std::to_string(leader.token) + " FOR SHARE");
    auto options = database->options();
    options.lock_timeout = std::chrono::milliseconds(200);
    DatabaseThread thread(io.get_executor(), "rival", options, silent_log());
    Lease rival(thread, "there:2", LeaseOptions{}, options);
    auto const waiting = run(rival.acquire("1001"));
    ASSERT_FALSE(waiting);
    EXPECT_EQ(waiting.error().kind, ErrorKind::retry_later);
    publisher.exec("COMMIT");
    auto const taken = run(rival.acquire("1001")).value();
    ASSERT_TRUE(taken);
    EXPECT_GT(taken->token, leader.token);
}

TEST_F(ExactlyOnce, a_lease_is_held_by_one_at_a_time) {
    DatabaseThread thread(io.get_executor(), "rival", database->options(), silent_log());
    Lease rival(thread, "there:2", LeaseOptions{}, database->options());
    auto const row = [this] { return database->one("SELECT (ctid, xmin, xmax) FROM sasync.lease"); };
    auto const before = row();
    EXPECT_FALSE(run(rival.acquire("1001")).value());
    EXPECT_EQ(row(), before) << "a standby only reads";
    EXPECT_EQ(run(rival.holder("1001")).value()->name, "here:1");
    database->exec("UPDATE sasync.lease SET expires_at = now() - interval '1 second'");
    EXPECT_TRUE(run(lease->renew(leader))) << "expired, but nobody took it";
    database->exec("UPDATE sasync.lease SET expires_at = now() - interval '1 second'");
    auto const taken = run(rival.acquire("1001")).value();
    ASSERT_TRUE(taken);
    auto const renewed = run(lease->renew(leader));
    ASSERT_FALSE(renewed);
    EXPECT_EQ(renewed.error().kind, ErrorKind::lost_lease);
    EXPECT_TRUE(run(rival.release(*taken)));
    EXPECT_FALSE(run(lease->holder("1001")).value());
    auto const back = run(lease->acquire("1001")).value();
    ASSERT_TRUE(back);
    EXPECT_GT(back->token, taken->token);
}

TEST_F(ExactlyOnce, a_walk_that_is_ended_again_counts_its_suspects_once) {
    RowMaker row;
    load({row});
    auto const start = begin();
    WalkEnd end;
    end.walk_id = start.walk_id;
    end.source_id = start.source_id;
    end.certificate.verdict = Verdict::whole;
    end.suspects.missed.push_back({row.key(), true, false, true});
    ASSERT_TRUE(run(ledger->end_walk(leader, Site::china, end)));
    ASSERT_TRUE(run(ledger->end_walk(leader, Site::china, end)));
    EXPECT_THAT(database->rows("SELECT misses, still_misses, asked FROM sasync.suspect"),
                ElementsAre("1|1|1"));
}

}  // namespace
}  // namespace sasyncd::test
