#include "store/entitlements.hpp"
#include "store/fixture.hpp"

namespace sasyncd::test {
namespace {

/// All that a dry run asks of the database, as a role that may do nothing but SELECT.
class DryRun : public StoreTest {
protected:
    void SetUp() override {
        StoreTest::SetUp();
        if (IsSkipped())
            return;
        options = database->options();
        options.read_only = true;
    }

    PartOutcome publish_dry(Part part) {
        PgLedger reader(*writer, clock, observer, options, true);
        return run(reader.publish(leader, Site::china, std::move(part))).value();
    }

    DatabaseOptions options;
};

TEST_F(DryRun, foresees_in_rows_what_a_part_would_do) {
    RowMaker a, b, c;
    a.path = "/a";
    b.path = "/b";
    c.path = "/c";
    load({a, b});
    auto part = part_of(begin());
    part.fresh.push_back(c.record());
    b.level = "remind";
    part.changed.push_back(b.record());
    part.times_moved.push_back(
        {a.key(), SystemTime(std::chrono::milliseconds(1)), std::nullopt, std::nullopt});
    part.gone.push_back(gone(a.key()));
    auto const outcome = publish_dry(std::move(part));
    EXPECT_EQ(outcome.opened, 1U);
    EXPECT_EQ(outcome.changed, 1U);
    EXPECT_EQ(outcome.rescanned, 1U);
    EXPECT_EQ(outcome.closed, 1U);
    EXPECT_EQ(outcome.rows_written, 0U);
    EXPECT_EQ(database->one("SELECT count(*) FROM sas.finding"), "1");
}

TEST_F(DryRun, a_session_that_promised_to_read_cannot_write) {
    DatabaseThread reader(io.get_executor(), "reader", options, silent_log());
    Accounts writing(reader, clock, observer, database->options());
    auto const refused = run(writing.begin_sweep("sync", "here:1"));
    ASSERT_FALSE(refused);
    EXPECT_EQ(database->one("SELECT count(*) FROM sasync.sweep"), "0");
    // The transaction says so, not the session: a pooler may hand that to somebody else.
    Accounts reading(reader, clock, observer, options);
    EXPECT_EQ(run(reading.begin_sweep("sync", "here:1")).value(), 0);
}

TEST_F(DryRun, needs_nothing_but_select) {
    load({RowMaker{}});
    auto const role = "reader_of_" + database->name();
    database->exec("CREATE ROLE " + role + "; GRANT USAGE ON SCHEMA sas, sasync TO " + role +
                   "; GRANT SELECT ON ALL TABLES IN SCHEMA sas, sasync TO " + role);
    {
        options.url =
            Secret(std::string(database->options().url.reveal()) + " options='-c role=" + role + "'");
        DatabaseThread reader(io.get_executor(), "reader", options, silent_log());
        Migrator migrator(reader, options);
        EXPECT_EQ(run(migrator.state()).value().kind, SchemaState::Kind::current);
        Accounts accounts(reader, clock, observer, options);
        Entitlements entitlements(reader, clock, observer, options);
        PgLedger dry(reader, clock, observer, options, true);
        std::vector<std::string> labels = {"prod"};
        EXPECT_TRUE(run(accounts.begin_sweep("sync", "here:1")));
        EXPECT_TRUE(run(accounts.keep_only(labels)));
        EXPECT_TRUE(run(accounts.recorded("prod")));
        EXPECT_TRUE(run(accounts.record("prod", "1001", "another digest")));
        EXPECT_FALSE(run(accounts.record("prod", "2002", "digest"))) << "the label is another account's";
        std::vector<Source> sources = {make_source()};
        EXPECT_TRUE(run(accounts.register_sources(leader, sources, std::chrono::minutes(1))));
        EXPECT_TRUE(run(entitlements.is_site_empty("1001", Site::china)));
        EXPECT_TRUE(run(entitlements.record(leader, make_source(), true)));
        auto const start = run(dry.begin_walk(leader, make_source(), 0));
        ASSERT_TRUE(start) << start.error().line();
        EXPECT_TRUE(run(dry.load_baseline("1001", Site::china)));
        std::vector<Key> keys = {RowMaker{}.key()};
        EXPECT_TRUE(run(dry.describe("1001", Site::china, keys)));
        EXPECT_TRUE(run(dry.known_md5s("1001", Site::china)));
        EXPECT_TRUE(run(dry.fuse_counts("1001", Site::china)));
        EXPECT_TRUE(run(dry.publish(leader, Site::china, part_of(*start))));
        WalkEnd end;
        EXPECT_TRUE(run(dry.end_walk(leader, Site::china, std::move(end))));
        EXPECT_TRUE(run(accounts.end_sweep(0, "done")));
    }
    database->exec("DROP OWNED BY " + role + "; DROP ROLE " + role);
    EXPECT_EQ(database->one("SELECT key_digest FROM sasync.account"), "digest");
}

}  // namespace
}  // namespace sasyncd::test
