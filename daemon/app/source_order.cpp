#include "app/source_order.hpp"

#include "app/io_run.hpp"
#include "app/names.hpp"
#include "app/report.hpp"
#include "base/text.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <iostream>

namespace sasyncd {

namespace {

void say(std::string const& line) {
    fmt::print(stderr, "{}\n", line);
}

}  // namespace

SourceOrder::SourceOrder(OrderTexts texts, CommandLine const& line, Settings const& settings, Log log)
    : texts_(std::move(texts)),
      line_(line),
      log_(log),
      deadline_(clock_.steady_now() + settings.sweep.schedule.deadline()),
      thread_(io_.get_executor(), texts_.verb, settings.database, log),
      migrator_(thread_, settings.database),
      status_(thread_, clock_, nobody_, settings.database),
      actions_(thread_, clock_, nobody_, settings.database),
      leases_(thread_, process_name(), settings.lease, settings.database, clock_, nobody_, log) {}

int SourceOrder::run() {
    int status = exit_code::kBug;
    auto task = [&]() -> Task<void> {
        status = co_await give();
        co_await leases_.give_back_all();
    };
    run_to_end(io_, task());
    return status;
}

Task<int> SourceOrder::give() {
    auto const ready = co_await expect_current_schema(migrator_);
    if (!ready.has_value())
        co_return report_not_ready(log_, ready.error());
    auto const sources = co_await status_.sources();
    if (!sources.has_value())
        co_return report_failure(log_, texts_.verb, sources.error());
    auto const* source = find_source(*sources, line_.source);
    if (source == nullptr) {
        say("sasyncd: " + unknown_source(*sources, line_.source));
        co_return exit_code::kData;
    }
    if (auto const why = texts_.needless(*source); !why.empty()) {
        say(why);
        co_return exit_code::kDone;
    }
    if (int const refusal = ask_consent(*source); refusal != exit_code::kDone)
        co_return refusal;
    co_return co_await give_for(*source);
}

Task<int> SourceOrder::give_for(SourceStatus source) {
    Action action;
    action.request = {source.account_id, source.source_id, texts_.kind, operator_name(), line_.reason};
    auto leader = co_await leases_.hold(source.account_id);
    if (!leader.has_value())
        co_return report_failure(log_, texts_.verb, leader.error());
    if (*leader)
        co_return co_await carry_out(std::move(**leader), std::move(action), std::move(source.name));
    auto const holder = co_await leases_.holder_of(source.account_id);
    say(fmt::format("{} leads account {}; asked it to {}, and waiting for its answer", holder, source.account,
                    texts_.verb));
    Petition petition(actions_, leases_, clock_);
    auto outcome = co_await petition.ask(action.request, deadline_);
    if (!outcome.has_value())
        co_return report_failure(log_, texts_.verb, outcome.error());
    if (outcome->leader)
        co_return co_await carry_out(std::move(*outcome->leader), std::move(action), std::move(source.name));
    if (!outcome->answer) {
        say(fmt::format("{} did not answer in time (schedule.timeout); nothing was {}", holder, texts_.done));
        co_return exit_code::kTryAgain;
    }
    if (outcome->answer->status == exit_code::kDone)
        co_return tell(outcome->answer->text, source.name);
    say(fmt::format("{}: {}", source.name, printable(outcome->answer->text, 1000)));
    co_return outcome->answer->status;
}

Task<int> SourceOrder::carry_out(Leadership leader, Action action, std::string source) {
    auto done = co_await actions_.carry_out(std::move(leader), std::move(action));
    if (!done.has_value())
        co_return report_failure(log_, texts_.verb, done.error());
    co_return tell(*done, source);
}

/// Zero where the order may be given, else what to exit with.
int SourceOrder::ask_consent(SourceStatus const& source) const {
    say(texts_.consequence(source));
    if (line_.yes)
        return exit_code::kDone;
    if (isatty(STDIN_FILENO) == 0) {
        say(fmt::format("sasyncd: there is no terminal to ask at; say --yes to {} without being asked",
                        texts_.verb));
        return exit_code::kUsage;
    }
    fmt::print(stderr, "{} [y/N] ", texts_.question);
    std::string answer;
    std::getline(std::cin, answer);
    if (auto const word = lower_case(answer); word == "y" || word == "yes")
        return exit_code::kDone;
    say(fmt::format("Nothing was {}.", texts_.done));
    return exit_code::kTryAgain;
}

int SourceOrder::tell(std::string const& what, std::string const& source) const {
    fmt::print("{}: {}.{}\n", source, printable(what), texts_.afterwards);
    return exit_code::kDone;
}

}  // namespace sasyncd
