#include "app/command_line.hpp"

#include "base/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace sasyncd {

namespace {

constexpr std::array kCommands = {"run", "sync", "check", "migrate", "status"};
constexpr std::array kLevels = {"trace", "debug", "info", "warn", "error"};

struct Flag {
    char const* name;
    char const* command;  ///< the only command it goes with; null: any
    bool CommandLine::*target;
};

constexpr std::array kFlags = {
    Flag{"--help", nullptr, &CommandLine::wants_help},
    Flag{"-h", nullptr, &CommandLine::wants_help},
    Flag{"--version", nullptr, &CommandLine::wants_version},
    Flag{"--print", "migrate", &CommandLine::print},
    Flag{"--json", "status", &CommandLine::json},
    Flag{"--print-settings", "check", &CommandLine::print_settings},
    Flag{"--accept-account", "check", &CommandLine::accept_account},
};

/// `--name VALUE` and `--name=VALUE`; true where `name` is the option at `i`.
bool take_value(std::vector<std::string> const& arguments, std::size_t& i, std::string const& name,
                std::string& target, std::string& fault) {
    auto const& argument = arguments[i];
    if (argument.starts_with(name + "=")) {
        target = argument.substr(name.size() + 1);
        return true;
    }
    if (argument != name)
        return false;
    if (i + 1 == arguments.size())
        fault = name + " needs a value";
    else
        target = arguments[++i];
    return true;
}

void take_word(CommandLine& line, std::string const& word) {
    if (word.starts_with("-")) {
        std::vector<std::string> names = {"--config", "--log-level"};
        for (auto const& flag : kFlags)
            names.emplace_back(flag.name);
        auto const near = nearest(word, names);
        line.fault = fmt::format("unknown option {}{}", printable(word), near.empty() ? "" : "; did you mean " + near + "?");
    } else if (!line.command.empty()) {
        line.fault = fmt::format("one command at a time: {} and {}", line.command, printable(word));
    } else if (std::find(kCommands.begin(), kCommands.end(), word) == kCommands.end()) {
        auto const near = nearest(word, kCommands);
        line.fault = fmt::format("unknown command {}{}", printable(word), near.empty() ? "" : "; did you mean " + near + "?");
    } else {
        line.command = word;
    }
}

void check(CommandLine& line) {
    if (!line.fault.empty() || line.wants_help || line.wants_version)
        return;
    if (line.command.empty())
        line.fault = "no command given";
    for (auto const& flag : kFlags)
        if (flag.command != nullptr && line.*flag.target && line.command != flag.command && line.fault.empty())
            line.fault = fmt::format("{} goes with the command {} only", flag.name, flag.command);
    if (!line.log_level.empty() && std::find(kLevels.begin(), kLevels.end(), line.log_level) == kLevels.end())
        line.fault = fmt::format("--log-level takes trace, debug, info, warn or error, not {}",
                                 printable(line.log_level));
}

}  // namespace

CommandLine parse_command_line(std::vector<std::string> const& arguments) {
    CommandLine line;
    for (std::size_t i = 0; i < arguments.size() && line.fault.empty(); ++i) {
        if (take_value(arguments, i, "--config", line.config, line.fault) ||
            take_value(arguments, i, "--log-level", line.log_level, line.fault))
            continue;
        auto const flag = std::find_if(kFlags.begin(), kFlags.end(),
                                       [&](Flag const& known) { return arguments[i] == known.name; });
        if (flag != kFlags.end())
            line.*(flag->target) = true;
        else
            take_word(line, arguments[i]);
    }
    check(line);
    return line;
}

std::string help_text() {
    return R"(sasyncd keeps PostgreSQL true to the malicious image files that Alibaba Cloud Security Center lists.

Usage: sasyncd COMMAND [OPTION...]

Commands:
  run                      sweep on schedule until told to stop (what the service does)
  sync                     one sweep now, with a table of sources at its end
  check                    settings, credentials, each site, database: ok, or what to do
       --print-settings    show the settings in force, secrets as ***
       --accept-account    from now on the credentials' account is the right one
  migrate                  bring the database schema up to date
       --print             show the SQL instead
  status [--json]          each source: freshness, last walk, open findings, health

Options:
  --config FILE            default /etc/sasyncd/sasyncd.yaml
  --log-level LEVEL        trace, debug, info, warn, error
  --help, --version

Examples:
  sasyncd check --config sasyncd.yaml      is everything in place?
  sasyncd sync                             fetch once, and see what came
  sasyncd migrate --print | psql           let a DBA apply the schema

Exit status: 0 done; 64 usage; 69 database or API unavailable; 70 internal error; 75 try again (a walk was not
whole, another process leads); 77 no permission; 78 settings. status: 0 healthy, 75 stale or held, 69 no database.
)";
}

}  // namespace sasyncd
