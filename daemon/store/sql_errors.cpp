#include "store/sql_errors.hpp"

#include "base/text.hpp"

#include <fmt/format.h>
#include <pqxx/pqxx>

#include <array>

namespace sasyncd {

namespace {

bool is_one_of(std::string_view state, std::initializer_list<std::string_view> states) {
    for (auto const candidate : states)
        if (state == candidate)
            return true;
    return false;
}

/// libpq tells a failed log-in as a broken connection without an SQLSTATE, so only its words are left.
bool is_refused_login(std::string_view message) {
    static constexpr std::array kSigns = {
        "password authentication failed",   "no pg_hba.conf entry",        "no password supplied",
        "Peer authentication failed",       "Ident authentication failed", "is not permitted to log in",
        "certificate authentication failed"};
    for (auto const* sign : kSigns)
        if (message.find(sign) != std::string_view::npos)
            return true;
    return message.find("role \"") != std::string_view::npos &&
           message.find("does not exist") != std::string_view::npos;
}

bool is_missing_database(std::string_view message) {
    return message.find("database \"") != std::string_view::npos &&
           message.find("does not exist") != std::string_view::npos;
}

/// libpq writes several lines, and PostgreSQL adds an excerpt of the statement: neither belongs into one line of a log.
std::string one_line(std::string_view message) {
    message = message.substr(0, message.find("\nLINE "));
    std::string line;
    for (char const c : message) {
        bool const is_blank = c == '\n' || c == '\t' || c == ' ';
        if (!is_blank)
            line += c;
        else if (!line.empty() && line.back() != ' ')
            line += ' ';
    }
    line.erase(line.find_last_not_of(' ') + 1);
    return line;
}

Error connection_error(std::string const& message) {
    if (is_refused_login(message))
        return Error(ErrorKind::unauthorised, message)
            .with_remedy("check user and password of database.url, and the server's pg_hba.conf");
    if (is_missing_database(message))
        return Error(ErrorKind::rejected, message)
            .with_remedy("create the database, or correct its name in database.url");
    return Error(ErrorKind::unavailable, message)
        .with_remedy(
            "see that PostgreSQL runs, and that database.url (without one: PGHOST, PGPORT) names it");
}

std::string remedy_for(std::string_view state) {
    if (state == "42501")
        return "grant it to this role: migrations/roles.sql has the rights that sasyncd needs";
    if (state == "42P01" || state == "3F000" || state == "42703" || state == "42883")
        return "the schema is not this version's: run sasyncd migrate";
    if (state == "25006")
        return "this server only reads; database.url must name the primary";
    if (state.substr(0, 2) == "53")
        return "the server is out of disk, memory or connections";
    return {};
}

}  // namespace

ErrorKind kind_of_sqlstate(std::string_view state) {
    auto const group = state.substr(0, 2);
    if (group == "08" || group == "53" || is_one_of(state, {"57P01", "57P02", "57P03", "25006"}))
        return ErrorKind::unavailable;
    if (is_one_of(state, {"40001", "40P01", "55P03", "57014", "25P03"}))
        return ErrorKind::retry_later;
    if (group == "28" || state == "42501")
        return ErrorKind::unauthorised;
    if (state == "3D000")
        return ErrorKind::rejected;
    return ErrorKind::bug;
}

bool is_unique_violation(std::exception const& failure) {
    auto const* sql = dynamic_cast<pqxx::sql_error const*>(&failure);
    return sql != nullptr && sql->sqlstate() == "23505";
}

bool breaks_connection(std::exception const& failure) {
    if (dynamic_cast<pqxx::broken_connection const*>(&failure) != nullptr ||
        dynamic_cast<pqxx::in_doubt_error const*>(&failure) != nullptr)
        return true;
    auto const* sql = dynamic_cast<pqxx::sql_error const*>(&failure);
    // Without an SQLSTATE the error is libpq's own: the connection, not the statement.
    return sql != nullptr &&
           (sql->sqlstate().empty() || is_one_of(sql->sqlstate(), {"57P01", "57P02", "57P03", "25P03"}));
}

Error to_error(std::exception const& failure) {
    if (dynamic_cast<UnreadableUrl const*>(&failure) != nullptr)
        return Error(ErrorKind::rejected, failure.what())
            .with_remedy(
                "write it as postgresql://user@host:port/database, or as libpq's keyword=value pairs");
    auto message = fmt::format("database: {}", printable(one_line(failure.what())));
    auto const* sql = dynamic_cast<pqxx::sql_error const*>(&failure);
    if (sql != nullptr && !sql->sqlstate().empty()) {
        auto const state = sql->sqlstate();
        auto error = Error(kind_of_sqlstate(state), std::move(message)).with_remedy(remedy_for(state));
        error.code = state;
        return error;
    }
    if (dynamic_cast<pqxx::in_doubt_error const*>(&failure) != nullptr)
        return Error(ErrorKind::unavailable, std::move(message));
    if (sql != nullptr || dynamic_cast<pqxx::broken_connection const*>(&failure) != nullptr)
        return connection_error(message);
    return Error(ErrorKind::bug, std::move(message));
}

}  // namespace sasyncd
