#include "store/fixture.hpp"

namespace sasyncd::test {
namespace {

/// Measures what the server writes, so nothing else may run on it meanwhile.
class Quiet : public StoreTest {
protected:
    std::vector<RowMaker> many(int count) {
        std::vector<RowMaker> rows(static_cast<std::size_t>(count));
        for (int i = 0; i < count; ++i) {
            rows[static_cast<std::size_t>(i)].image = "image-" + std::to_string(i / 2);
            rows[static_cast<std::size_t>(i)].path = "/bin/" + std::to_string(i);
        }
        return rows;
    }
    void unchanged_sweep() {
        Accounts accounts(*writer, clock, observer, database->options());
        auto const sweep = run(accounts.begin_sweep("run", "here:1")).value();
        std::vector<Source> planned = {make_source()};
        ASSERT_TRUE(run(accounts.register_sources(leader, planned, std::chrono::minutes(45))));
        std::vector<std::string> labels = {"prod"};
        ASSERT_TRUE(run(accounts.keep_only(labels)));
        auto const start = run(ledger->begin_walk(leader, make_source(), sweep)).value();
        ASSERT_TRUE(run(ledger->load_baseline("1001", Site::china)));
        end(start);
        ASSERT_TRUE(run(accounts.end_sweep(sweep, "1 source, whole")));
    }
    /// Statistics of a session are sent when it ends, which is later than the moment at which its client is gone.
    void reconnect() {
        ledger.reset();
        writer =
            std::make_unique<DatabaseThread>(io.get_executor(), "writer", database->options(), silent_log());
        ledger = std::make_unique<PgLedger>(*writer, clock, observer, database->options(), false);
        lease = std::make_unique<Lease>(*writer, "here:1", LeaseOptions{}, database->options());
        for (int tries = 0; tries < 1000; ++tries) {
            auto const others = database->rows(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() "
                "AND backend_type = 'client backend' AND pid <> pg_backend_pid()");
            if (others.front() == "0")
                return;
            database->exec("SELECT pg_sleep(0.01)");
        }
        FAIL() << "an earlier session never ended, so its statistics cannot be read";
    }
};

TEST_F(Quiet, an_unchanged_sweep_writes_nothing_but_its_certificate) {
    load(many(5000));
    unchanged_sweep();
    unchanged_sweep();
    database->exec("CHECKPOINT");
    auto const tables = [this] {
        return database->rows(
            "SELECT relname, n_tup_ins, n_tup_upd, n_tup_del, n_dead_tup FROM pg_stat_user_tables "
            "WHERE relname IN ('occurrence', 'occurrence_state', 'finding', 'episode', 'event', "
            "'rescan', 'daily', 'open_count', 'standing') ORDER BY relname");
    };
    reconnect();
    auto const before = tables();
    ASSERT_THAT(before, testing::Contains("occurrence|5000|0|0|0"))
        << "the statistics of the load are not there yet";
    auto const wal_before = wal();
    unchanged_sweep();
    auto const written = wal() - wal_before;
    EXPECT_LE(written, 16 * 1024) << "in all, as the first writes after a checkpoint";
    RecordProperty("wal_bytes", std::to_string(written));
    auto const wal_again = wal();
    unchanged_sweep();
    EXPECT_LE(wal() - wal_again, 6 * 1024);
    reconnect();
    EXPECT_EQ(tables(), before);
}

TEST_F(Quiet, a_rescan_of_everything_is_hot) {
    auto const rows = many(5000);
    load(rows);
    database->exec("VACUUM ANALYZE");
    auto const start = begin();
    auto part = part_of(start);
    for (auto const& row : rows)
        part.times_moved.push_back({row.key(),
                                    SystemTime(std::chrono::milliseconds(row.scanned + 86'400'000)),
                                    std::nullopt, std::nullopt});
    auto const outcome = publish(std::move(part));
    EXPECT_EQ(outcome.rescanned, 2500U);
    end(start);
    reconnect();
    for (auto const& share :
         database->rows("SELECT n_tup_hot_upd::float / n_tup_upd FROM pg_stat_user_tables "
                        "WHERE relname IN ('occurrence_state', 'finding')"))
        EXPECT_GE(std::stod(share), 0.9);
}

TEST_F(Quiet, the_wal_of_an_unchanged_sweep_does_not_grow_with_the_findings) {
    auto const cost = [this] {
        unchanged_sweep();
        unchanged_sweep();
        auto const before = wal();
        unchanged_sweep();
        return wal() - before;
    };
    load(many(10));
    auto const few = cost();
    auto start = begin();
    auto part = part_of(start);
    for (auto& row : many(4000)) {
        row.repository = "bulk";
        part.fresh.push_back(row.record());
    }
    publish(std::move(part));
    end(start);
    EXPECT_LE(cost(), few + 2048);
}

}  // namespace
}  // namespace sasyncd::test
