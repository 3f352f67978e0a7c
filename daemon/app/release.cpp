#include "app/commands.hpp"
#include "app/io_run.hpp"
#include "app/names.hpp"
#include "app/petition.hpp"
#include "app/report.hpp"
#include "base/text.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <iostream>

namespace sasyncd {

namespace {

std::string occurrences(std::uint64_t count) {
    return fmt::format("{} {}", count, count == 1 ? "occurrence" : "occurrences");
}

void say(std::string const& line) {
    fmt::print(stderr, "{}\n", line);
}

/// Zero where the release may go on, else what to exit with.
int ask_consent(SourceStatus const& source, bool is_given) {
    say(fmt::format(
        "{} holds {} open that did not come any more, of {} open findings. A release lets the next sweep "
        "ask the API for each of them, and close those that are really gone.",
        source.name, occurrences(source.held), source.open_findings));
    if (is_given)
        return exit_code::kDone;
    if (isatty(STDIN_FILENO) == 0) {
        say("sasyncd: there is no terminal to ask at; say --yes to release without being asked");
        return exit_code::kUsage;
    }
    fmt::print(stderr, "Release them? [y/N] ");
    std::string answer;
    std::getline(std::cin, answer);
    if (auto const word = lower_case(answer); word == "y" || word == "yes")
        return exit_code::kDone;
    say("Nothing was released.");
    return exit_code::kTryAgain;
}

/// Needs the database only, so that no credentials have to be at hand.
class ReleaseCommand {
public:
    ReleaseCommand(CommandLine const& line, Settings const& settings, Log log)
        : line_(line),
          log_(log),
          deadline_(clock_.steady_now() + settings.sweep.schedule.deadline()),
          thread_(io_.get_executor(), "release", settings.database, log),
          migrator_(thread_, settings.database),
          status_(thread_, clock_, nobody_, settings.database),
          actions_(thread_, clock_, nobody_, settings.database),
          leases_(thread_, process_name(), settings.lease, settings.database, clock_, nobody_, log) {}

    int run() {
        int status = exit_code::kBug;
        auto task = [&]() -> Task<void> {
            status = co_await release();
            co_await leases_.give_back_all();
        };
        run_to_end(io_, task());
        return status;
    }

private:
    Task<int> release() {
        auto const ready = co_await expect_current_schema(migrator_);
        if (!ready.has_value())
            co_return report_not_ready(log_, ready.error());
        auto const sources = co_await status_.sources();
        if (!sources.has_value())
            co_return report_failure(log_, "release", sources.error());
        auto const* source = find_source(*sources, line_.source);
        if (source == nullptr) {
            say("sasyncd: " + unknown_source(*sources, line_.source));
            co_return exit_code::kData;
        }
        if (source->held == 0) {
            say(fmt::format("{} holds nothing; there is nothing to release.", source->name));
            co_return exit_code::kDone;
        }
        if (int const refusal = ask_consent(*source, line_.yes); refusal != exit_code::kDone)
            co_return refusal;
        co_return co_await release_source(*source);
    }

    Task<int> release_source(SourceStatus source) {
        Action action;
        action.request = {source.account_id, source.source_id, ActionKind::release, operator_name(),
                          line_.reason};
        auto leader = co_await leases_.hold(source.account_id);
        if (!leader.has_value())
            co_return report_failure(log_, "release", leader.error());
        if (*leader)
            co_return co_await carry_out(std::move(**leader), std::move(action), std::move(source.name));
        auto const holder = co_await leases_.holder_of(source.account_id);
        say(fmt::format("{} leads account {}; asked it to release, and waiting for its answer", holder,
                        source.account));
        Petition petition(actions_, leases_, clock_);
        auto outcome = co_await petition.ask(action.request, deadline_);
        if (!outcome.has_value())
            co_return report_failure(log_, "release", outcome.error());
        if (outcome->answer)
            co_return told(outcome->answer->text, source.name);
        if (outcome->leader)
            co_return co_await carry_out(std::move(*outcome->leader), std::move(action),
                                         std::move(source.name));
        say(fmt::format("{} did not answer in time (schedule.timeout); nothing was released", holder));
        co_return exit_code::kTryAgain;
    }

    Task<int> carry_out(Leadership leader, Action action, std::string source) {
        auto released = co_await actions_.release(std::move(leader), std::move(action));
        if (!released.has_value())
            co_return report_failure(log_, "release", released.error());
        co_return told(fmt::format("{} released", occurrences(*released)), source);
    }

    static int told(std::string const& what, std::string const& source) {
        fmt::print(
            "{}: {}. The next sweep asks the API for each of them, and closes those that are gone; "
            "sasyncd sync makes one now.\n",
            source, printable(what));
        return exit_code::kDone;
    }

    CommandLine const& line_;
    Log log_;
    boost::asio::io_context io_{1};
    RealClock clock_;
    Observer nobody_;
    SteadyTime deadline_;
    DatabaseThread thread_;
    Migrator migrator_;
    StatusReader status_;
    ActionQueue actions_;
    LeaseKeeper leases_;
};

}  // namespace

int run_release(CommandLine const& line, Settings settings, Log log) {
    ReleaseCommand command(line, settings, std::move(log));
    return command.run();
}

}  // namespace sasyncd
