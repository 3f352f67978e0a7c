#include "app/command_line.hpp"

#include "base/text.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>

namespace sasyncd {

namespace {

constexpr std::array kCommands = {"run",    "sync",   "replay",     "check",  "migrate", "release", "retire",
                                  "status", "report", "quarantine", "verify", "grant",   "revoke",  "schema"};
constexpr std::array kLevels = {"trace", "debug", "info", "warn", "error", "critical", "off"};

/// Where an option may stand: null for anywhere, a command, or one of these.
constexpr char const* kOrders = "release or retire";
constexpr char const* kShowsJson = "status or quarantine";
constexpr char const* kTakesAll = "quarantine or grant";
constexpr char const* kAccount = "--account";

bool is_order(std::string const& command) {
    return command == "release" || command == "retire";
}

bool is_about_reader(std::string const& command) {
    return command == "grant" || command == "revoke";
}

bool fits(std::string const& command, char const* place) {
    if (place == nullptr)
        return true;
    if (place == kShowsJson)
        return command == "status" || command == "quarantine";
    if (place == kTakesAll)
        return command == "quarantine" || command == "grant";
    return place == kOrders ? is_order(command) : command == place;
}

struct Flag {
    char const* name;
    char const* command;
    bool CommandLine::*target;
};

constexpr std::array kFlags = {
    Flag{"--help", nullptr, &CommandLine::wants_help},
    Flag{"-h", nullptr, &CommandLine::wants_help},
    Flag{"--version", nullptr, &CommandLine::wants_version},
    Flag{"--dry-run", "sync", &CommandLine::dry_run},
    Flag{"--yes", kOrders, &CommandLine::yes},
    Flag{"--print", "migrate", &CommandLine::print},
    Flag{"--json", kShowsJson, &CommandLine::json},
    Flag{"--all", kTakesAll, &CommandLine::all},
    Flag{"--markdown", "schema", &CommandLine::markdown},
    Flag{"--repair", "verify", &CommandLine::repair},
    Flag{"--api", "verify", &CommandLine::api},
    Flag{"--print-settings", "check", &CommandLine::print_settings},
    Flag{"--accept-account", "check", &CommandLine::accept_account},
};

struct Valued {
    char const* name;
    char const* command;
    std::string CommandLine::*target;
};

constexpr std::array kValued = {
    Valued{"--config", nullptr, &CommandLine::config},
    Valued{"--log-level", nullptr, &CommandLine::log_level},
    Valued{"--record", "sync", &CommandLine::record},
    Valued{"--reason", kOrders, &CommandLine::reason},
    Valued{"--html", "report", &CommandLine::html},
    Valued{"--since", "report", &CommandLine::since},
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

/// What stands behind `quarantine`.
void take_quarantine_word(CommandLine& line, std::string const& word) {
    bool const is_view = word == "list" || word == "show";
    auto& target = line.view == "show" ? line.id : line.source;
    if (line.view.empty() && is_view)
        line.view = word;
    else if (line.view.empty())
        line.fault = fmt::format("quarantine takes list or show, not {}", printable(word));
    else if (target.empty())
        target = word;
    else
        line.fault = fmt::format("one at a time: {} and {}", printable(target), printable(word));
}

void check_quarantine(CommandLine& line) {
    if (line.view.empty())
        line.fault = "quarantine needs list or show";
    else if (line.view == "show" && line.id.size() < 4)
        line.fault =
            "quarantine show needs an id, or its first four digits at least; sasyncd quarantine list shows "
            "them";
    else if (line.view == "show" && line.all)
        line.fault = "--all goes with quarantine list only";
}

void check_reader(CommandLine& line) {
    bool const is_grant = line.command == "grant";
    if (!is_about_reader(line.command) && !line.accounts.empty())
        line.fault = "--account goes with the command grant or revoke only";
    else if (is_about_reader(line.command) && line.reader.empty())
        line.fault = line.command + " needs a reader: a database role that can log in";
    else if (is_grant && line.accounts.empty() && !line.all)
        line.fault =
            "grant needs --account NAME, once for each account, or --all for all of them and those to come";
    else if (is_grant && line.all && !line.accounts.empty())
        line.fault = "--all are all accounts: leave --account out";
}

void take_word(CommandLine& line, std::string const& word) {
    if (word.starts_with("-")) {
        std::vector<std::string> names = {kAccount};
        for (auto const& valued : kValued)
            names.emplace_back(valued.name);
        for (auto const& flag : kFlags)
            names.emplace_back(flag.name);
        auto const near = nearest(word, names);
        line.fault = fmt::format("unknown option {}{}", printable(word),
                                 near.empty() ? "" : "; did you mean " + near + "?");
    } else if (line.command == "replay") {
        line.recordings.push_back(word);
    } else if (is_order(line.command) && line.source.empty()) {
        line.source = word;
    } else if (is_order(line.command)) {
        line.fault = fmt::format("one source at a time: {} and {}", printable(line.source), printable(word));
    } else if (is_about_reader(line.command) && line.reader.empty()) {
        line.reader = word;
    } else if (is_about_reader(line.command)) {
        line.fault = fmt::format("one reader at a time: {} and {}", printable(line.reader), printable(word));
    } else if (line.command == "quarantine") {
        take_quarantine_word(line, word);
    } else if (word == "help" && line.command.empty()) {
        line.wants_help = true;
    } else if (!line.command.empty()) {
        line.fault = fmt::format("one command at a time: {} and {}", line.command, printable(word));
    } else if (std::find(kCommands.begin(), kCommands.end(), word) == kCommands.end()) {
        auto const near = nearest(word, kCommands);
        line.fault = fmt::format("unknown command {}{}", printable(word),
                                 near.empty() ? "" : "; did you mean " + near + "?");
    } else {
        line.command = word;
    }
}

void check_place(CommandLine& line, char const* option, char const* command) {
    if (!fits(line.command, command) && line.fault.empty())
        line.fault = fmt::format("{} goes with the command {} only", option, command);
}

void check(CommandLine& line) {
    if (!line.fault.empty() || line.wants_help || line.wants_version)
        return;
    if (line.command.empty())
        line.fault = "no command given";
    if (is_order(line.command) && line.source.empty())
        line.fault = line.command + " needs a source, for example prod/china; sasyncd status shows them";
    if (line.command == "replay" && line.recordings.empty())
        line.fault = "replay needs a directory that sync --record was given, or several in their order";
    if (line.dry_run && !line.record.empty())
        line.fault = "--record goes with a sync that writes, not with --dry-run";
    if (line.command == "quarantine")
        check_quarantine(line);
    if (line.fault.empty())
        check_reader(line);
    for (auto const& flag : kFlags)
        if (line.*flag.target)
            check_place(line, flag.name, flag.command);
    for (auto const& valued : kValued)
        if (!(line.*valued.target).empty())
            check_place(line, valued.name, valued.command);
    if (!line.log_level.empty() && std::find(kLevels.begin(), kLevels.end(), line.log_level) == kLevels.end())
        line.fault = fmt::format("--log-level takes one of {}, not {}", fmt::join(kLevels, ", "),
                                 printable(line.log_level));
}

bool take_valued(CommandLine& line, std::vector<std::string> const& arguments, std::size_t& i) {
    std::string account;
    if (take_value(arguments, i, kAccount, account, line.fault)) {
        line.accounts.push_back(std::move(account));
        return true;
    }
    return std::any_of(kValued.begin(), kValued.end(), [&](Valued const& valued) {
        return take_value(arguments, i, valued.name, line.*(valued.target), line.fault);
    });
}

}  // namespace

CommandLine parse_command_line(std::vector<std::string> const& arguments) {
    CommandLine line;
    for (std::size_t i = 0; i < arguments.size() && line.fault.empty(); ++i) {
        if (take_valued(line, arguments, i))
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

}  // namespace sasyncd
