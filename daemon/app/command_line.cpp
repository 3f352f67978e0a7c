#include "app/command_line.hpp"

#include "base/text.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>

namespace sasyncd {

namespace {

constexpr std::array kCommands = {"run", "sync", "check", "migrate", "release", "retire", "status", "verify"};
constexpr std::array kLevels = {"trace", "debug", "info", "warn", "error", "critical", "off"};

/// Where an option may stand: null for anywhere, a command, or kOrders.
constexpr char const* kOrders = "release or retire";

bool is_order(std::string const& command) {
    return command == "release" || command == "retire";
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
    Flag{"--json", "status", &CommandLine::json},
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
    Valued{"--reason", kOrders, &CommandLine::reason},
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
        std::vector<std::string> names;
        for (auto const& valued : kValued)
            names.emplace_back(valued.name);
        for (auto const& flag : kFlags)
            names.emplace_back(flag.name);
        auto const near = nearest(word, names);
        line.fault = fmt::format("unknown option {}{}", printable(word),
                                 near.empty() ? "" : "; did you mean " + near + "?");
    } else if (is_order(line.command) && line.source.empty()) {
        line.source = word;
    } else if (is_order(line.command)) {
        line.fault = fmt::format("one source at a time: {} and {}", printable(line.source), printable(word));
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
    bool const fits =
        command == nullptr || (command == kOrders ? is_order(line.command) : line.command == command);
    if (!fits && line.fault.empty())
        line.fault = fmt::format("{} goes with the command {} only", option, command);
}

void check(CommandLine& line) {
    if (!line.fault.empty() || line.wants_help || line.wants_version)
        return;
    if (line.command.empty())
        line.fault = "no command given";
    if (is_order(line.command) && line.source.empty())
        line.fault = line.command + " needs a source, for example prod/china; sasyncd status shows them";
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
