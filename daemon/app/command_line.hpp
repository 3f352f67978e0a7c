#pragma once

#include <string>
#include <vector>

namespace sasyncd {

/// What was typed. Options stand before or after the command.
struct CommandLine {
    std::string
        command;  ///< run, sync, replay, check, migrate, release, retire, status, report, quarantine, verify, grant,
                  ///< revoke, schema; empty with --help or --version
    std::string source;                   ///< release SOURCE, retire SOURCE, quarantine list [SOURCE]
    std::vector<std::string> recordings;  ///< replay DIR...
    std::string view;                     ///< quarantine list, quarantine show
    std::string id;                       ///< quarantine show ID
    std::string reader;                   ///< grant READER, revoke READER
    std::vector<std::string> accounts;    ///< grant, revoke --account NAME...
    std::string config = "/etc/sasyncd/sasyncd.yaml";
    std::string log_level;  ///< empty: as the settings say
    bool wants_help = false;
    bool wants_version = false;
    bool print = false;           ///< migrate --print
    bool json = false;            ///< status, quarantine --json
    bool all = false;             ///< quarantine list --all, grant --all
    bool markdown = false;        ///< schema --markdown
    bool print_settings = false;  ///< check --print-settings
    bool accept_account = false;  ///< check --accept-account
    bool dry_run = false;         ///< sync --dry-run
    std::string record;           ///< sync --record DIR
    bool yes = false;             ///< release, retire --yes: nobody is asked
    bool repair = false;          ///< verify --repair
    bool api = false;             ///< verify --api
    std::string reason;           ///< release, retire --reason: kept on record
    std::string html;             ///< report --html FILE; - for standard output
    std::string since;            ///< report --since 30d or 2026-10-01; empty: 30d
    std::string fault;            ///< what cannot be understood; empty where all is

    [[nodiscard]] bool is_usable() const { return fault.empty(); }
};

[[nodiscard]] CommandLine parse_command_line(std::vector<std::string> const& arguments);

[[nodiscard]] std::string help_text();

}  // namespace sasyncd
