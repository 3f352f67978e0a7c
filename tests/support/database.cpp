#include "support/database.hpp"

#include <libpq-fe.h>
#include <unistd.h>

#include <cstdlib>
#include <stdexcept>

namespace sasyncd::test {

namespace {

struct Close {
    void operator()(PGconn* connection) const { PQfinish(connection); }
};
struct Clear {
    void operator()(PGresult* result) const { PQclear(result); }
};
using Connection = std::unique_ptr<PGconn, Close>;
using Answer = std::unique_ptr<PGresult, Clear>;

Connection connect(std::string const& conninfo) {
    Connection connection(PQconnectdb(conninfo.c_str()));
    if (PQstatus(connection.get()) != CONNECTION_OK)
        throw std::runtime_error(PQerrorMessage(connection.get()));
    // Notices of the server are no part of a test's output.
    PQsetNoticeProcessor(
        connection.get(), [](void*, char const*) {}, nullptr);
    return connection;
}

Answer run(PGconn* connection, std::string const& sql) {
    Answer answer(PQexec(connection, sql.c_str()));
    auto const status = PQresultStatus(answer.get());
    if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK)
        throw std::runtime_error(PQerrorMessage(connection) + (" in: " + sql));
    return answer;
}

std::string field(PGresult* result, int row, int column) {
    return PQgetisnull(result, row, column) != 0 ? "NULL" : PQgetvalue(result, row, column);
}

std::string make_name() {
    static int counter = 0;
    return "sasyncd_test_" + std::to_string(getpid()) + "_" + std::to_string(++counter);
}

}  // namespace

struct Database::Impl {
    Connection connection;
};

struct Database::OtherSession::Impl {
    Connection connection;
};

Database::Database() : name_(make_name()), impl_(std::make_unique<Impl>()) {
    run(connect("").get(), "CREATE DATABASE " + name_);
    impl_->connection = connect("dbname=" + name_);
}

Database::~Database() {
    impl_->connection.reset();
    try {
        run(connect("").get(), "DROP DATABASE IF EXISTS " + name_ + " WITH (FORCE)");
    } catch (std::exception const&) {
        // The server may be gone: then so is the database.
    }
}

bool Database::is_available() {
    return std::getenv("PGHOST") != nullptr || std::getenv("PGPORT") != nullptr;
}

DatabaseOptions Database::options() const {
    DatabaseOptions options;
    options.url = Secret("dbname=" + name_);
    options.statement_timeout = std::chrono::seconds(30);
    options.lock_timeout = std::chrono::seconds(5);
    options.patience = std::chrono::milliseconds(0);
    return options;
}

void Database::exec(std::string const& sql) {
    run(impl_->connection.get(), sql);
}

std::string Database::one(std::string const& sql) {
    auto const answer = run(impl_->connection.get(), sql);
    return PQntuples(answer.get()) == 0 ? "(none)" : field(answer.get(), 0, 0);
}

std::vector<std::string> Database::rows(std::string const& sql) {
    auto const answer = run(impl_->connection.get(), sql);
    std::vector<std::string> rows;
    for (int i = 0; i < PQntuples(answer.get()); ++i) {
        std::string row;
        for (int column = 0; column < PQnfields(answer.get()); ++column)
            row += (column > 0 ? "|" : "") + field(answer.get(), i, column);
        rows.push_back(row);
    }
    return rows;
}

Database::OtherSession::OtherSession(Database const& database) : impl_(std::make_unique<Impl>()) {
    impl_->connection = connect("dbname=" + database.name());
}

Database::OtherSession::~OtherSession() = default;

void Database::OtherSession::exec(std::string const& sql) {
    run(impl_->connection.get(), sql);
}

}  // namespace sasyncd::test
