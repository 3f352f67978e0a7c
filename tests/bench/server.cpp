#include "bench/server.hpp"

#include <libpq-fe.h>

#include <chrono>
#include <stdexcept>
#include <thread>

namespace sasyncd::bench {

namespace {

struct Clear {
    void operator()(PGresult* result) const { PQclear(result); }
};
using Answer = std::unique_ptr<PGresult, Clear>;

Answer run(PGconn* connection, std::string const& sql) {
    Answer answer(PQexec(connection, sql.c_str()));
    auto const status = PQresultStatus(answer.get());
    if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK)
        throw std::runtime_error(PQerrorMessage(connection) + (" in: " + sql));
    return answer;
}

}  // namespace

void ServerSession::Close::operator()(pg_conn* connection) const {
    PQfinish(connection);
}

ServerSession::ServerSession(std::string const& database)
    : connection_(PQconnectdb(("dbname=" + database).c_str())) {
    if (PQstatus(connection_.get()) != CONNECTION_OK)
        throw std::runtime_error(PQerrorMessage(connection_.get()));
    PQsetNoticeProcessor(
        connection_.get(), [](void*, char const*) {}, nullptr);
}

void ServerSession::exec(std::string const& sql) {
    run(connection_.get(), sql);
}

std::string ServerSession::text(std::string const& sql) {
    auto const answer = run(connection_.get(), sql);
    return PQntuples(answer.get()) == 0 ? "" : PQgetvalue(answer.get(), 0, 0);
}

std::int64_t ServerSession::number(std::string const& sql) {
    return std::stoll(text(sql));
}

std::int64_t ServerSession::wal() {
    return number("SELECT pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '0/0')::bigint");
}

void ServerSession::wait_until_alone() {
    for (int tries = 0; tries < 500; ++tries) {
        if (number("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND "
                   "backend_type = 'client backend' AND pid <> pg_backend_pid()") == 0)
            return;
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
    throw std::runtime_error("a session of the sweep does not end");
}

void make_database(std::string const& name) {
    drop_database(name);
    ServerSession("postgres").exec("CREATE DATABASE " + name);
}

void drop_database(std::string const& name) {
    ServerSession("postgres").exec("DROP DATABASE IF EXISTS " + name + " WITH (FORCE)");
}

}  // namespace sasyncd::bench
