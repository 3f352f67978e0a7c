#pragma once

#include "app/command_line.hpp"
#include "app/exit_code.hpp"
#include "settings/settings.hpp"

namespace sasyncd {

/// Carries the command out; returns the exit status.
[[nodiscard]] int run_command(CommandLine const& line);

/// Says what of the command line cannot be understood.
[[nodiscard]] int complain(CommandLine const& line);

// One file each.
[[nodiscard]] int run_daemon(CommandLine const& line, Settings settings, Log log);
[[nodiscard]] int run_sync(CommandLine const& line, Settings settings, Log log);
[[nodiscard]] int run_replay(CommandLine const& line, Settings settings, Log log);
[[nodiscard]] int run_check(CommandLine const& line, Settings settings, Log log);
[[nodiscard]] int run_migrate(CommandLine const& line, Settings settings, Log log);
[[nodiscard]] int run_release(CommandLine const& line, Settings settings, Log log);
[[nodiscard]] int run_retire(CommandLine const& line, Settings settings, Log log);
[[nodiscard]] int run_quarantine(CommandLine const& line, Settings settings, Log log);
[[nodiscard]] int run_status(CommandLine const& line, Settings settings, Log log);
[[nodiscard]] int run_grant(CommandLine const& line, Settings settings, Log log);  ///< revoke too
[[nodiscard]] int run_report(CommandLine const& line, Settings settings, Log log);
[[nodiscard]] int run_schema(CommandLine const& line, Settings settings, Log log);
[[nodiscard]] int run_verify(CommandLine const& line, Settings settings, Log log);

}  // namespace sasyncd
