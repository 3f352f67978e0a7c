#pragma once

#include "base/error.hpp"
#include "base/log.hpp"
#include "store/migrator.hpp"

#include <string>

namespace sasyncd {

/// Logs a failure, once, where it is decided upon; a cancellation is none. Returns the exit status that it deserves.
int report_failure(Log const& log, std::string const& where, Error const& error);

/// The same for a database that a command cannot begin with.
[[nodiscard]] int report_not_ready(Log const& log, Error const& error);

/// For commands that never migrate: `rejected`, with what to run, where the schema is not this build's.
[[nodiscard]] Task<Status> expect_current_schema(Migrator& migrator);

}  // namespace sasyncd
