#pragma once

#include "base/error.hpp"

#include <exception>
#include <stdexcept>
#include <string_view>

namespace sasyncd {

/// What an SQLSTATE allows the caller to do.
///   08*, 57P01 to 57P03, 53*: the server is away or full        → unavailable
///   40001, 40P01, 55P03, 57014, 25P03: somebody was in the way  → retry_later
///   28*, 3D000, 42501: who we are, or what we may               → unauthorised
///   25006: a read-only server (a standby)                       → unavailable
///   everything else                                             → bug
[[nodiscard]] ErrorKind kind_of_sqlstate(std::string_view sqlstate);

/// `database.url` is neither a URL nor a conninfo of libpq. Says no more: it may hold a password.
class UnreadableUrl : public std::runtime_error {
public:
    UnreadableUrl() : std::runtime_error("database.url cannot be read") {}
};

/// Whether the session is of no more use.
[[nodiscard]] bool breaks_connection(std::exception const& failure);

/// An exception of libpqxx, or any other, as an error on one line, with what to do where that is known.
[[nodiscard]] Error to_error(std::exception const& failure);

/// A unique violation: what was taken for new was there already.
[[nodiscard]] bool is_unique_violation(std::exception const& failure);

}  // namespace sasyncd
