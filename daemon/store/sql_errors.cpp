#include "store/sql_errors.hpp"

#include "base/text.hpp"

#include <fmt/format.h>
#include <pqxx/pqxx>

#include <array>

namespace sasyncd {

namespace {

constexpr char const* kTooManySessions =
    "raise max_connections of the server (or the limit of the role, the database or the pooler), or end "
    "sessions "
    "that nobody needs; sasyncd takes up to six";

constexpr char const* kReadOnly = "25006";
constexpr char const* kOtherSchema = "the schema is not this version's: run sasyncd migrate";

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

/// Of the server, a role, a database, or a pooler in front of it.
bool is_full(std::string_view message) {
    static constexpr std::array kSigns = {"too many clients already", "too many connections for",
                                          "remaining connection slots are reserved",
                                          "no more connections allowed"};
    for (auto const* sign : kSigns)
        if (message.find(sign) != std::string_view::npos)
            return true;
    return false;
}

/// A remedy follows after "; ", which goes badly with the full stop that some messages of libpqxx end with.
std::string message_of(std::exception const& failure) {
    auto message = fmt::format("database: {}", printable(one_line(failure.what())));
    while (message.ends_with('.') || message.ends_with(' '))
        message.pop_back();
    return message;
}

/// libpqxx 6.4 asks a session that the server ended for its encoding, and tells only that.
std::string without_artefact(std::string message) {
    bool const is_one = message.find("Could not obtain client encoding") != std::string::npos;
    return is_one ? "database: the server ended the session" : message;
}

Error connection_error(std::string message) {
    message = without_artefact(std::move(message));
    if (is_refused_login(message))
        return Error(ErrorKind::unauthorised, message)
            .with_remedy("check user and password of database.url, and the server's pg_hba.conf");
    if (is_missing_database(message))
        return Error(ErrorKind::rejected, message)
            .with_remedy("create the database, or correct its name in database.url");
    if (is_full(message))
        return Error(ErrorKind::unavailable, message).with_remedy(kTooManySessions);
    return Error(ErrorKind::unavailable, message)
        .with_remedy(
            "see that PostgreSQL runs, and that database.url (without one: PGHOST, PGPORT) names it");
}

template <class Failure>
bool is_a(std::exception const& failure) {
    return dynamic_cast<Failure const*>(&failure) != nullptr;
}

/// Empty where the server told none. libpqxx 6.4 has classes for some states, and drops the state itself.
std::string sqlstate_of(std::exception const& failure) {
    auto const* sql = dynamic_cast<pqxx::sql_error const*>(&failure);
    if (sql != nullptr && !sql->sqlstate().empty())
        return sql->sqlstate();
    if (is_a<pqxx::insufficient_privilege>(failure))
        return "42501";
    if (is_a<pqxx::undefined_table>(failure))
        return "42P01";
    if (is_a<pqxx::undefined_column>(failure))
        return "42703";
    if (is_a<pqxx::undefined_function>(failure))
        return "42883";
    if (is_a<pqxx::deadlock_detected>(failure))
        return "40P01";
    if (is_a<pqxx::serialization_failure>(failure))
        return "40001";
    return {};
}

std::string remedy_for(std::string_view state) {
    struct Remedy {
        std::string_view state;  ///< or the begin of several
        char const* text;
    };
    // The first that fits.
    static constexpr std::array kRemedies = {
        Remedy{"42501", "grant it to this role: migrations/roles.sql has the rights that sasyncd needs"},
        Remedy{"42P01", kOtherSchema},
        Remedy{"3F000", kOtherSchema},
        Remedy{"42703", kOtherSchema},
        Remedy{"42883", kOtherSchema},
        Remedy{"25006",
               "this server only reads; database.url must name the primary (libpq's "
               "target_session_attrs=read-write finds it among several hosts)"},
        Remedy{"53100", "free disk space on the database server"},
        Remedy{"53300", kTooManySessions},
        Remedy{"53", "the server is out of memory or of another resource: see its log"},
        Remedy{"57014",
               "a statement took longer than database.statement_timeout, or somebody cancelled it: see "
               "what slows the server, or raise it"},
        Remedy{"55P03",
               "somebody holds a lock for longer than database.lock_timeout: pg_stat_activity shows who"},
        Remedy{"40", "another session writes the same rows: pg_stat_activity shows who"},
        Remedy{"25P03", "the transaction stood still for too long: see whether this machine was suspended"},
        Remedy{"57P", "the server stops or starts: see its log if this lasts"},
    };
    for (auto const& remedy : kRemedies)
        if (state.substr(0, remedy.state.size()) == remedy.state)
            return remedy.text;
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
    return sqlstate_of(failure) == "23505";
}

bool breaks_connection(std::exception const& failure) {
    if (is_a<pqxx::broken_connection>(failure) || is_a<pqxx::in_doubt_error>(failure))
        return true;
    auto const state = sqlstate_of(failure);
    // Without an SQLSTATE the error is libpq's own: the connection, not the statement. A server that only reads was
    // the primary when the session began: the name may lead to another one by now.
    return state.empty() ? is_a<pqxx::sql_error>(failure)
                         : is_one_of(state, {"57P01", "57P02", "57P03", "25P03", kReadOnly});
}

Error to_error(std::exception const& failure) {
    if (is_a<UnreadableUrl>(failure))
        return Error(ErrorKind::rejected, failure.what())
            .with_remedy(
                "write it as postgresql://user@host:port/database, or as libpq's keyword=value pairs");
    auto message = message_of(failure);
    if (auto const state = sqlstate_of(failure); !state.empty()) {
        auto error = Error(kind_of_sqlstate(state), std::move(message)).with_remedy(remedy_for(state));
        error.code = state;
        return error;
    }
    if (is_a<pqxx::in_doubt_error>(failure))
        return Error(ErrorKind::unavailable, std::move(message))
            .with_remedy("whether it was committed is looked up before it is sent again");
    if (is_a<pqxx::sql_error>(failure) || is_a<pqxx::broken_connection>(failure))
        return connection_error(message);
    return Error(ErrorKind::bug, std::move(message));
}

}  // namespace sasyncd
