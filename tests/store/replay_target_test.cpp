#include "store/replay_target.hpp"

#include "store/fixture.hpp"

#include <fmt/format.h>

namespace sasyncd::test {
namespace {

using ::testing::IsEmpty;

/// A time of every row, with the column that tells it.
std::vector<std::string> dates_other_than(Database& database, std::string const& moment) {
    auto const columns = database.rows(
        "SELECT a.attrelid::regclass, a.attname FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid"
        " WHERE c.relnamespace = 'sasync'::regnamespace AND c.relkind = 'r' AND a.atttypid = "
        "'timestamptz'::regtype"
        "   AND c.relname NOT IN ('lease', 'schema_migration') AND a.attname NOT LIKE '%scan_at'"
        "   AND a.attname <> 'latest_verify_at'");
    std::vector<std::string> others;
    for (auto const& column : columns) {
        auto const table = column.substr(0, column.find('|'));
        auto const name = column.substr(table.size() + 1);
        for (auto const& row :
             database.rows(fmt::format("SELECT {0} FROM {1} WHERE {0} <> '{2}'", name, table, moment)))
            others.push_back(fmt::format("{}.{} = {}", table, name, row));
    }
    return others;
}

class ReplayTargetTest : public StoreTest {
protected:
    void SetUp() override {
        StoreTest::SetUp();
        if (!IsSkipped())
            target = std::make_unique<ReplayTarget>(*writer, clock, observer, database->options());
    }

    std::unique_ptr<ReplayTarget> target;
};

TEST_F(ReplayTargetTest, all_that_a_walk_writes_is_dated_by_its_moment) {
    std::string const moment = "2020-02-29T12:00:00.123456Z";
    database->exec("TRUNCATE sasync.account, sasync.source, sasync.sweep");
    writer->set_moment(moment);
    load({RowMaker{}});
    auto const start = begin();
    auto part = part_of(start);
    part.gone.push_back(gone(RowMaker{}.key()));
    publish(std::move(part));
    end(start);
    EXPECT_THAT(dates_other_than(*database, moment), IsEmpty());
    EXPECT_EQ(database->one("SELECT count(*) FROM sasync.event WHERE kind IN ('opened', 'closed')"), "2");
    EXPECT_EQ(database->one("SELECT closed FROM sasync.daily WHERE day = '2020-02-29'"), "1");

    writer->set_moment({});
    begin();
    EXPECT_EQ(database->one("SELECT count(*) FROM sasync.walk WHERE started_at > now() - interval '1 hour'"),
              "1");
}

TEST_F(ReplayTargetTest, a_database_is_empty_until_something_was_synced) {
    database->exec("TRUNCATE sasync.account, sasync.source, sasync.sweep");
    EXPECT_TRUE(run(target->is_empty()).value());
    begin();
    EXPECT_FALSE(run(target->is_empty()).value());
}

TEST_F(ReplayTargetTest, walks_get_the_number_that_they_had) {
    begin();
    ASSERT_TRUE(run(target->number_next_walk(4711)));
    EXPECT_EQ(begin().walk_id, 4711);
    EXPECT_EQ(begin().walk_id, 4712);
    Accounts accounts(*writer, clock, observer, database->options());
    ASSERT_TRUE(run(target->number_next_sweep(42)));
    EXPECT_EQ(run(accounts.begin_sweep("sync", "replay")).value(), 42);
}

TEST_F(ReplayTargetTest, only_a_time_can_be_a_moment) {
    writer->set_moment("2020'; DROP SCHEMA sasync CASCADE; --");
    EXPECT_ANY_THROW((void)run(target->is_empty()).value());
    writer->set_moment({});
    EXPECT_TRUE(run(target->time()).has_value()) << "the thread lives on";
}

TEST_F(ReplayTargetTest, the_databases_time_is_told) {
    auto const now = run(target->time()).value();
    auto const here = std::chrono::system_clock::now();
    EXPECT_LT(std::chrono::abs(now - here), std::chrono::minutes(1));
}

}  // namespace
}  // namespace sasyncd::test
