#include "store/fixture.hpp"
#include "store/session.hpp"
#include "store/sql_errors.hpp"

#include <pqxx/pqxx>

#include <filesystem>

namespace sasyncd::test {
namespace {

using Number = DatabaseThread::Work<std::int64_t>;

Number asking(std::string sql) {
    return [sql = std::move(sql)](Session& session) {
        return session.transact(
            [&](Transaction& t) -> Result<std::int64_t> { return number(t.exec(sql)[0], 0); });
    };
}

class DatabaseThreads : public StoreTest {
protected:
    Result<std::int64_t> ask(DatabaseThread& thread, std::string sql,
                             std::chrono::milliseconds deadline = std::chrono::seconds(20)) {
        return run(thread.call<std::int64_t>(deadline, asking(std::move(sql))));
    }
};

TEST(SqlErrors, a_state_says_what_the_caller_may_do) {
    EXPECT_EQ(kind_of_sqlstate("08006"), ErrorKind::unavailable);
    EXPECT_EQ(kind_of_sqlstate("57P01"), ErrorKind::unavailable);
    EXPECT_EQ(kind_of_sqlstate("57P03"), ErrorKind::unavailable);
    EXPECT_EQ(kind_of_sqlstate("53300"), ErrorKind::unavailable);
    EXPECT_EQ(kind_of_sqlstate("40001"), ErrorKind::retry_later);
    EXPECT_EQ(kind_of_sqlstate("40P01"), ErrorKind::retry_later);
    EXPECT_EQ(kind_of_sqlstate("55P03"), ErrorKind::retry_later);
    EXPECT_EQ(kind_of_sqlstate("57014"), ErrorKind::retry_later);
    EXPECT_EQ(kind_of_sqlstate("28P01"), ErrorKind::unauthorised);
    EXPECT_EQ(kind_of_sqlstate("42501"), ErrorKind::unauthorised);
    EXPECT_EQ(kind_of_sqlstate("23505"), ErrorKind::bug);
    EXPECT_EQ(kind_of_sqlstate("42601"), ErrorKind::bug);
}

TEST(SqlErrors, what_an_operator_can_mend_says_how) {
    for (auto const* state :
         {"25006", "53100", "53200", "53300", "57014", "55P03", "40P01", "40001", "42501", "57P01"})
        EXPECT_FALSE(to_error(pqxx::sql_error("no", "SELECT 1", state)).remedy.empty()) << state;
    for (auto const* text :
         {"FATAL:  sorry, too many clients already", "FATAL:  too many connections for role \"sasyncd\"",
          "FATAL:  remaining connection slots are reserved for non-replication superuser connections",
          "ERROR:  no more connections allowed (max_client_conn)"}) {
        auto const error = to_error(pqxx::broken_connection(text));
        EXPECT_EQ(error.kind, ErrorKind::unavailable) << text;
        EXPECT_NE(error.remedy.find("max_connections"), std::string::npos) << text;
    }
}

TEST(SqlErrors, a_session_that_the_server_ended_is_called_so) {
    auto const error = to_error(pqxx::broken_connection("Could not obtain client encoding: not connected."));
    EXPECT_EQ(error.what, "database: the server ended the session");
    EXPECT_EQ(error.kind, ErrorKind::unavailable);
}

TEST(SqlErrors, a_full_stop_does_not_stand_before_what_to_do) {
    auto const error = to_error(pqxx::broken_connection("Lost connection to the database server."));
    EXPECT_EQ(error.what, "database: Lost connection to the database server");
}

TEST(SqlErrors, a_server_that_turned_read_only_is_left_since_its_name_may_lead_elsewhere_now) {
    EXPECT_TRUE(breaks_connection(pqxx::sql_error("no", "SELECT 1", "25006")));
    EXPECT_FALSE(breaks_connection(pqxx::sql_error("no", "SELECT 1", "40P01")));
}

TEST_F(DatabaseThreads, a_call_past_its_deadline_is_cut_and_the_next_one_connects_anew) {
    auto const since = clock.steady_now();
    auto const late = ask(*writer, "SELECT 1 FROM pg_sleep(20)", std::chrono::milliseconds(200));
    ASSERT_FALSE(late);
    EXPECT_EQ(late.error().kind, ErrorKind::unavailable) << late.error().line();
    EXPECT_LT(clock.steady_now() - since, std::chrono::seconds(10));
    EXPECT_EQ(ask(*writer, "SELECT 7").value(), 7);
    EXPECT_EQ(writer->overdue().count(), 0);
}

TEST_F(DatabaseThreads, a_statement_that_takes_too_long_is_ended_by_the_server) {
    auto options = database->options();
    options.statement_timeout = std::chrono::milliseconds(100);
    DatabaseThread thread(io.get_executor(), "other", options, silent_log());
    auto const late = ask(thread, "SELECT 1 FROM pg_sleep(20)");
    ASSERT_FALSE(late);
    EXPECT_EQ(late.error().kind, ErrorKind::retry_later);
    EXPECT_EQ(late.error().code, "57014");
}

TEST_F(DatabaseThreads, settings_are_those_of_a_transaction_and_of_no_session) {
    EXPECT_EQ(
        ask(*writer, "SELECT setting::bigint FROM pg_settings WHERE name = 'statement_timeout'").value(),
        30'000);
    EXPECT_EQ(ask(*writer, "SELECT setting::bigint FROM pg_settings WHERE name = 'lock_timeout'").value(),
              5000);
    EXPECT_EQ(database->one("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() "
                            "AND query LIKE 'PREPARE%'"),
              "0");
}

TEST_F(DatabaseThreads, a_session_that_was_killed_is_replaced) {
    ASSERT_EQ(ask(*writer, "SELECT 1").value(), 1);
    database->exec(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
        "WHERE datname = current_database() AND pid <> pg_backend_pid()");
    auto options = database->options();
    options.patience = std::chrono::seconds(20);
    PgLedger patient(*writer, clock, observer, options, false);
    EXPECT_TRUE(run(patient.fuse_counts("1001", Site::china)));
}

TEST_F(DatabaseThreads, a_database_that_is_not_there_yet_is_waited_for) {
    std::string const socket = database->one("SHOW unix_socket_directories");
    std::string const port = database->one("SHOW port");
    auto const real = std::filesystem::path(socket) / (".s.PGSQL." + port);
    if (!std::filesystem::exists(real))
        GTEST_SKIP() << "the server's socket cannot be reached from here";
    auto const folder = std::filesystem::path("/tmp") / database->name();
    std::filesystem::create_directory(folder);

    /// Starts the "server" once somebody has missed it.
    struct Starting : Observer {
        void database_failed(Error const& error) override {
            kinds.push_back(error.kind);
            if (kinds.size() == 2)
                std::filesystem::create_symlink(real, folder / real.filename());
        }
        std::filesystem::path real, folder;
        std::vector<ErrorKind> kinds;
    } starting;
    starting.real = real;
    starting.folder = folder;

    auto options = database->options();
    options.url = Secret("host=" + folder.string() + " port=" + port + " dbname=" + database->name());
    options.patience = std::chrono::seconds(30);
    DatabaseThread thread(io.get_executor(), "other", options, silent_log());
    PgLedger patient(thread, clock, starting, options, false);
    EXPECT_TRUE(run(patient.fuse_counts("1001", Site::china)));
    EXPECT_THAT(starting.kinds, ::testing::ElementsAre(ErrorKind::unavailable, ErrorKind::unavailable));
    std::filesystem::remove_all(folder);
}

TEST_F(DatabaseThreads, patience_has_an_end) {
    auto options = database->options();
    options.url = Secret("host=/nowhere dbname=x");
    options.patience = std::chrono::milliseconds(250);
    DatabaseThread thread(io.get_executor(), "other", options, silent_log());
    PgLedger impatient(thread, clock, observer, options, false);
    auto const result = run(impatient.fuse_counts("1001", Site::china));
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().kind, ErrorKind::unavailable);
    EXPECT_EQ(observer.failures.size(), 2U);
}

TEST_F(DatabaseThreads, a_refused_login_is_not_waited_for) {
    auto options = database->options();
    options.url = Secret("dbname=" + database->name() + " user=nobody_of_that_name");
    options.patience = std::chrono::seconds(30);
    DatabaseThread thread(io.get_executor(), "other", options, silent_log());
    PgLedger stranger(thread, clock, observer, options, false);
    auto const result = run(stranger.fuse_counts("1001", Site::china));
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().kind, ErrorKind::unauthorised) << result.error().line();
    EXPECT_FALSE(result.error().remedy.empty());
    EXPECT_EQ(result.error().what.find('\n'), std::string::npos);
}

TEST_F(DatabaseThreads, a_publish_whose_session_dies_is_done_once) {
    auto options = database->options();
    options.patience = std::chrono::seconds(30);
    PgLedger patient(*writer, clock, observer, options, false);
    auto const start = begin();
    auto part = part_of(start);
    part.fresh.push_back(RowMaker{}.record());
    database->exec(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
        "WHERE datname = current_database() AND pid <> pg_backend_pid()");
    EXPECT_EQ(run(patient.publish(leader, Site::china, part)).value().opened, 1U);
    EXPECT_EQ(database->one("SELECT count(*) FROM sas.event"), "1");
}

TEST_F(DatabaseThreads, an_unreadable_url_is_an_error_and_no_secret_is_told) {
    auto options = database->options();
    options.url = Secret("postgres://user:hunter2@[bad");
    DatabaseThread thread(io.get_executor(), "other", options, silent_log());
    auto const result = ask(thread, "SELECT 1");
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().line().find("hunter2"), std::string::npos) << result.error().line();
}

}  // namespace
}  // namespace sasyncd::test
