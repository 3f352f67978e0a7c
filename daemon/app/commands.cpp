#include "app/commands.hpp"

#include "base/standard_streams.hpp"
#include "base/version.hpp"

#include <fmt/format.h>
#include <sys/resource.h>

#include <cstdio>

namespace sasyncd {

namespace {

int report(SettingsFaults const& faults) {
    for (auto const& fault : faults)
        fmt::print(stderr, "{}\n", fault.to_line());
    fmt::print(stderr, "sasyncd: {} in the settings; nothing was started\n",
               faults.size() == 1 ? "one fault" : fmt::format("{} faults", faults.size()));
    return exit_code::kSettings;
}

int dispatch(CommandLine const& line, Settings settings, Log log) {
    if (line.command == "run" || line.command == "sync" || line.command == "replay")
        outlive_readers();
    if (line.command == "run")
        return run_daemon(line, std::move(settings), std::move(log));
    if (line.command == "sync")
        return run_sync(line, std::move(settings), std::move(log));
    if (line.command == "replay")
        return run_replay(line, std::move(settings), std::move(log));
    if (line.command == "check")
        return run_check(line, std::move(settings), std::move(log));
    if (line.command == "migrate")
        return run_migrate(line, std::move(settings), std::move(log));
    if (line.command == "release")
        return run_release(line, std::move(settings), std::move(log));
    if (line.command == "retire")
        return run_retire(line, std::move(settings), std::move(log));
    if (line.command == "quarantine")
        return run_quarantine(line, std::move(settings), std::move(log));
    if (line.command == "report")
        return run_report(line, std::move(settings), std::move(log));
    if (line.command == "verify")
        return run_verify(line, std::move(settings), std::move(log));
    if (line.command == "grant" || line.command == "revoke")
        return run_grant(line, std::move(settings), std::move(log));
    if (line.command == "schema")
        return run_schema(line, std::move(settings), std::move(log));
    return run_status(line, std::move(settings), std::move(log));
}

/// Whatever started us: there are keys in this memory.
void forbid_core_dumps() {
    rlimit const none{0, 0};
    ::setrlimit(RLIMIT_CORE, &none);
}

}  // namespace

int run_command(CommandLine const& line) {
    forbid_core_dumps();
    if (line.wants_help) {
        fmt::print("{}", help_text());
        return exit_code::kDone;
    }
    if (line.wants_version) {
        fmt::print("sasyncd {}\n", version());
        return exit_code::kDone;
    }
    auto loaded = load_settings(line.config);
    if (auto const* faults = std::get_if<SettingsFaults>(&loaded))
        return report(*faults);
    auto settings = std::get<Settings>(std::move(loaded));
    if (!line.log_level.empty())
        settings.log.level = line.log_level;
    auto log = make_log(settings.log);
    return dispatch(line, std::move(settings), std::move(log));
}

int complain(CommandLine const& line) {
    fmt::print(stderr, "sasyncd: {}\nTry: sasyncd --help\n", line.fault);
    return exit_code::kUsage;
}

}  // namespace sasyncd
