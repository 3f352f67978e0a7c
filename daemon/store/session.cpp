#include "store/session.hpp"

#include "store/sql_errors.hpp"

#include <fmt/format.h>
#include <libpq-fe.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <set>
#include <stdexcept>

namespace sasyncd {

namespace {

struct FreeOptions {
    void operator()(PQconninfoOption* options) const { PQconninfoFree(options); }
};

std::string conninfo_quoted(std::string_view value) {
    std::string out = "'";
    for (char const c : value) {
        if (c == '\'' || c == '\\')
            out += '\\';
        out += c;
    }
    return out + "'";
}

struct Default {
    char const* keyword;
    char const* value;
    char const* variable;  ///< of libpq's environment, or null
};

/// A server that is gone without a word is noticed within 25 s, by libpq and the kernel.
constexpr std::array kDefaults = {
    Default{"connect_timeout", "5", "PGCONNECT_TIMEOUT"}, Default{"keepalives_idle", "10", nullptr},
    Default{"keepalives_interval", "5", nullptr},         Default{"keepalives_count", "3", nullptr},
    Default{"tcp_user_timeout", "25000", nullptr},
};

/// libpq's own parser reads the operator's URL; what they did not say and we need is added. Nothing here
/// changes a session's settings but the encoding, which every pooler keeps track of.
std::string connection_string(std::string const& url) {
    std::unique_ptr<PQconninfoOption, FreeOptions> const options(PQconninfoParse(url.c_str(), nullptr));
    if (!options)
        throw UnreadableUrl();
    std::string out = "client_encoding='UTF8' fallback_application_name='sasyncd'";
    std::set<std::string_view> said = {"client_encoding"};
    for (auto const* option = options.get(); option->keyword != nullptr; ++option)
        if (option->val != nullptr && said.insert(option->keyword).second)
            out += fmt::format(" {}={}", option->keyword, conninfo_quoted(option->val));
    for (auto const& [keyword, value, variable] : kDefaults)
        if (!said.contains(keyword) && (variable == nullptr || std::getenv(variable) == nullptr))
            out += fmt::format(" {}='{}'", keyword, value);
    return out;
}

/// The first statements of each transaction. A holder that freezes inside one must not block others for long.
std::string preamble(DatabaseOptions const& options) {
    auto const idle = std::max<std::chrono::milliseconds>(options.lock_timeout, std::chrono::seconds(2));
    return fmt::format(
        "SET LOCAL statement_timeout = {}; SET LOCAL lock_timeout = {}; "
        "SET LOCAL idle_in_transaction_session_timeout = {}; SET LOCAL jit = off{}",
        options.statement_timeout.count(), options.lock_timeout.count(), idle.count(),
        options.read_only ? "; SET LOCAL transaction_read_only = on" : "");
}

}  // namespace

Session::Session(std::string name, DatabaseOptions options, Log log)
    : name_(std::move(name)),
      options_(std::move(options)),
      log_(std::move(log)),
      preamble_(preamble(options_)) {}

Session::~Session() {
    disconnect();
}

pqxx::connection& Session::connect() {
    if (!connection_) {
        connection_ = std::make_unique<pqxx::connection>(connection_string(options_.url.reveal()));
        expose_socket(connection_->sock());
        log_->debug("event=database_connected {}", field("session", name_));
    }
    return *connection_;
}

void Session::disconnect() {
    expose_socket(-1);
    connection_.reset();
}

std::string Session::set_moment_sql() const {
    if (moment_.empty())
        return {};
    if (moment_.find_first_not_of("0123456789-:.TZ") != std::string::npos)
        throw std::invalid_argument("not a time for sasync.moment");
    return fmt::format("; SET LOCAL sasync.moment = '{}'", moment_);
}

void Session::expose_socket(int fd) {
    std::lock_guard const lock(socket_mutex_);
    socket_ = fd;
}

void Session::cut() {
    std::lock_guard const lock(socket_mutex_);
    if (socket_ >= 0)
        ::shutdown(socket_, SHUT_RDWR);
}

}  // namespace sasyncd
