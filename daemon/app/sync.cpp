#include "app/commands.hpp"
#include "app/io_run.hpp"
#include "app/names.hpp"
#include "app/petition.hpp"
#include "app/report.hpp"
#include "app/sweep_recorder.hpp"
#include "app/sweeper.hpp"
#include "app/trouble_log.hpp"
#include "base/standard_streams.hpp"
#include "service/progress_bar.hpp"
#include "service/progress_lines.hpp"
#include "service/source_table.hpp"
#include "store/pulse.hpp"
#include "store/walk_reader.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <fmt/format.h>
#include <unistd.h>

namespace sasyncd {

namespace {

/// Progress of the walks on stderr: a bar on a terminal, else plain lines.
class Progress {
public:
    explicit Progress(bool is_dry_run)
        : has_terminal_(isatty(STDERR_FILENO) != 0),
          bar_(
              clock_, [] { return style_of(STDERR_FILENO); }, write, is_dry_run),
          lines_(clock_, write, is_dry_run) {}

    [[nodiscard]] Observer* observer() { return has_terminal_ ? static_cast<Observer*>(&bar_) : &lines_; }
    /// A line that stays.
    void say(std::string const& line) {
        bar_.clear();
        write(line + "\n");
    }

private:
    static void write(std::string_view text) { offer(text); }

    RealClock clock_;
    bool has_terminal_;
    ProgressBar bar_;
    ProgressLines lines_;
};

class SyncCommand {
public:
    /// `recording`: where to keep what the API answers; empty: nowhere.
    SyncCommand(Wiring& wiring, SweepResults& results, Progress& progress, std::string recording)
        : wiring_(wiring),
          recorder_(wiring),
          recording_(std::move(recording)),
          results_(results),
          progress_(progress),
          deadline_(wiring.clock.steady_now() + wiring.settings.sweep.schedule.deadline()) {}

    Task<int> run(Sweeper::Kind kind) {
        auto const ready = co_await prepare(kind);
        if (!ready.has_value())
            co_return report_not_ready(wiring_.log, ready.error());
        if (!recording_.empty()) {
            auto const started = co_await recorder_.start(recording_);
            if (!started.has_value())
                co_return refuse_to_record(started.error());
        }
        Sweeper sweeper(wiring_, kind, [this](std::string label, std::string account_id) {
            return ask_leader(std::move(label), std::move(account_id));
        });
        auto const outcome = co_await sweeper.sweep(true);
        for (auto const& source : outcome.not_entitled)
            results_.mark_not_entitled(source);
        co_await wiring_.leases.give_back_all();
        co_return recorder_.finish(outcome.status);
    }

private:
    int refuse_to_record(Error const& error) {
        wiring_.log->error("event=not_recorded {}; nothing was synced", field("reason", error.line()));
        return exit_code::kCannotCreate;
    }

    Task<Status> prepare(Sweeper::Kind kind) {
        return kind == Sweeper::Kind::dry_run ? expect_current_schema(wiring_.migrator)
                                              : wiring_.migrator.ensure();
    }

    Task<Sweeper::Elsewhere> ask_leader(std::string label, std::string account_id) {
        Sweeper::Elsewhere elsewhere;
        auto const holder = co_await wiring_.leases.holder_of(account_id);
        if (!recording_.empty()) {
            progress_.say(fmt::format(
                "{}: {} leads this account, and only who leads can record; stop it first", label, holder));
            elsewhere.status = exit_code::kTryAgain;
            co_return elsewhere;
        }
        progress_.say(fmt::format("{}: {} leads this account; asked it to sync, and waiting for its answer",
                                  label, holder));
        ActionRequest request;
        request.account_id = account_id;
        request.kind = ActionKind::sync;
        request.asked_by = operator_name();
        Petition petition(wiring_.action_watch, wiring_.leases, wiring_.clock);
        auto outcome = co_await petition.ask(std::move(request), deadline_);
        if (!outcome.has_value()) {
            elsewhere.status = report_failure(wiring_.log, "account " + label, outcome.error());
        } else if (outcome->answer) {
            elsewhere.status = outcome->answer->status;
            co_await show(std::move(label), std::move(account_id), *outcome->answer);
        } else if (outcome->leader) {
            progress_.say(fmt::format("{}: {} leads it no longer; syncing from here", label, holder));
            elsewhere.leader = std::move(outcome->leader);
        } else {
            progress_.say(fmt::format("{}: {} did not answer in time (schedule.timeout)", label, holder));
            elsewhere.status = exit_code::kTryAgain;
        }
        co_return elsewhere;
    }

    /// The walks of the leader's sweep join the table.
    Task<void> show(std::string label, std::string account_id, ActionAnswer answer) {
        progress_.say(fmt::format("{}: {}", label, answer.text));
        WalkReader reader(wiring_.writer, wiring_.clock, wiring_.observer, wiring_.settings.database);
        auto walks = co_await reader.of_sweep(std::move(account_id), answer.sweep_id);
        if (!walks.has_value()) {
            (void)report_failure(wiring_.log, "account " + label, walks.error());
            co_return;
        }
        for (auto& walk : *walks)
            results_.add(
                {std::move(walk.source), std::move(walk.certificate), walk.duration, walk.is_not_entitled});
    }

    Wiring& wiring_;
    SweepRecorder recorder_;
    std::string recording_;
    SweepResults& results_;
    Progress& progress_;
    SteadyTime deadline_;
};

}  // namespace

int run_sync(CommandLine const& line, Settings settings, Log log) {
    SweepResults results;
    Progress progress(line.dry_run);
    auto const access = line.dry_run ? Access::reads : Access::writes;
    RealClock clock;
    TroubleLog trouble(clock, log);
    auto const wiring = wire_up(std::move(settings), log, {progress.observer(), &results, &trouble}, access);
    if (!wiring)
        return exit_code::kSettings;
    int status = exit_code::kBug;
    SyncCommand command(*wiring, results, progress, line.record);
    auto const kind = line.dry_run ? Sweeper::Kind::dry_run : Sweeper::Kind::sync;
    boost::asio::co_spawn(wiring->io, command.run(kind), [&](std::exception_ptr failure, int outcome) {
        if (failure)
            std::rethrow_exception(failure);
        status = outcome;
        wiring->io.stop();
    });
    DatabaseThread probe(wiring->io.get_executor(), "pulse", wiring->settings.database, log);
    Pulse pulse(probe, {&wiring->writer, &wiring->lease_thread}, wiring->clock, log);
    boost::asio::co_spawn(wiring->io, wiring->leases.keep(), boost::asio::detached);
    boost::asio::co_spawn(wiring->io, pulse.keep(), boost::asio::detached);
    StopOnSignal const stop(wiring->io, wiring->leases, exit_code::kTryAgain, [&] {
        log->warn("event=interrupted; what was published stays, the next sync goes on from there");
    });
    wiring->io.run();
    auto const table = line.dry_run ? TableKind::dry_run : TableKind::done;
    tell(stdout, source_table(results.all(), style_of(STDOUT_FILENO), table));
    return status;
}

}  // namespace sasyncd
