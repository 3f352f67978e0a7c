#include "aliyun/recording_reader.hpp"
#include "aliyun/replay_call.hpp"
#include "app/commands.hpp"
#include "app/io_run.hpp"
#include "app/recorded_moments.hpp"
#include "app/report.hpp"
#include "app/sweeper.hpp"
#include "base/standard_streams.hpp"
#include "base/text.hpp"
#include "base/version.hpp"
#include "service/source_table.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>

namespace sasyncd {

namespace {

/// No time passes for a replayed walk: pauses are over at once, nothing grows old.
class StillClock final : public Clock {
public:
    [[nodiscard]] SystemTime system_now() const override { return {}; }
    [[nodiscard]] SteadyTime steady_now() const override { return {}; }
    [[nodiscard]] Task<void> sleep_until(SteadyTime) override { co_return; }
};

void say(std::string const& line) {
    offer(line + "\n");
}

/// The calls of one recording, which the account's clients own.
using Calls = std::vector<std::pair<std::string, ReplayCall*>>;

class ReplayCommand {
public:
    explicit ReplayCommand(Wiring& wiring)
        : wiring_(wiring),
          database_(wiring.writer, wiring.clock, wiring.observer, wiring.settings.database) {}

    Task<int> run(std::vector<RecordedSweep> recordings) {
        auto ready = co_await prepare();
        if (!ready.has_value())
            co_return report_not_ready(wiring_.log, ready.error());
        if (!*ready) {
            say("sasyncd: the database holds findings, or did; a replay needs one of its own. Create an "
                "empty one and "
                "name it in database.url");
            co_return exit_code::kData;
        }
        int status = exit_code::kDone;
        for (auto const& recorded : recordings) {
            status = co_await replay(recorded);
            if (status != exit_code::kDone)
                break;
        }
        co_await wiring_.leases.give_back_all();
        co_return status;
    }

private:
    /// Whether the database is empty; an older schema of a full one stays as it is.
    Task<Result<bool>> prepare() {
        auto state = co_await wiring_.migrator.state();
        if (!state.has_value())
            co_return state.error();
        if (state->found > 0) {
            auto empty = co_await database_.is_empty();
            if (!empty.has_value() || !*empty)
                co_return empty;
        }
        auto current = co_await wiring_.migrator.ensure();
        if (!current.has_value())
            co_return current.error();
        co_return true;
    }

    Task<int> replay(RecordedSweep const& recorded) {
        auto calls = connect(recorded);
        if (!calls.has_value()) {
            say("sasyncd: " + calls.error().line());
            co_return exit_code::kData;
        }
        RecordedMoments moments(recorded, wiring_.writer, database_);
        wiring_.staging.emplace(wiring_.ledger, wiring_.sites, wiring_.neighbours, moments);
        wiring_.staging->still_clock = &clock_;
        Sweeper sweeper(wiring_, Sweeper::Kind::sync, [this](std::string label, std::string account_id) {
            return refuse(std::move(label), std::move(account_id));
        });
        auto const outcome = co_await sweeper.sweep(true);
        wiring_.staging.reset();
        wiring_.writer.set_moment({});
        co_return judge(recorded, *calls, outcome.status);
    }

    /// Clients that are answered by the recording, and the settings that steered it.
    Result<Calls> connect(RecordedSweep const& recorded) {
        wiring_.clients.clear();
        wiring_.settings.sweep = recorded.head.sweep;
        wiring_.settings.sweep.schedule.accounts_at_once = 1;
        Calls calls;
        for (auto const& scope : recorded.head.accounts) {
            std::map<Site, std::unique_ptr<ApiCall>> of_account;
            for (auto const site : scope.sites) {
                auto file = open_calls(recorded, scope.label, site);
                if (!file)
                    return file.error();
                auto call = std::make_unique<ReplayCall>(std::move(*file), wiring_.io.get_executor());
                calls.emplace_back(fmt::format("{}/{}", scope.label, to_string(site)), call.get());
                of_account[site] = std::move(call);
            }
            wiring_.clients.push_back(std::make_unique<AccountClient>(
                scope, std::move(of_account), wiring_.settings.sweep, clock_, wiring_.log));
        }
        return calls;
    }

    Task<Sweeper::Elsewhere> refuse(std::string label, std::string account_id) {
        auto const holder = co_await wiring_.leases.holder_of(account_id);
        say(fmt::format("{}: {} writes to this database", label, holder));
        Sweeper::Elsewhere elsewhere;
        elsewhere.status = exit_code::kTryAgain;
        co_return elsewhere;
    }

    /// Whether the tables are what the recorded sweep made, or might have.
    int judge(RecordedSweep const& recorded, Calls const& calls, int status) {
        auto const name = printable(recorded.directory.string());
        bool is_all = true;
        auto const complain = [&](std::string const& what) {
            say(fmt::format("{}: {}", name, what));
            is_all = false;
        };
        for (auto const& [source, call] : calls)
            for (auto const& deviation : call->deviations())
                complain(fmt::format("{}: {}", source, deviation));
        if (!recorded.exit_status)
            complain("the recording was cut short, and is replayed as far as it goes");
        if (!is_all && recorded.head.version != version())
            say(fmt::format("{}: it was recorded by version {}, and this is {}", name,
                            printable(recorded.head.version), version()));
        if (!is_all)
            return exit_code::kData;
        bool const knows_accounts =
            std::none_of(recorded.head.accounts.begin(), recorded.head.accounts.end(),
                         [](ScopeOptions const& scope) { return scope.account_id.empty(); });
        if (knows_accounts && recorded.exit_status != status) {
            complain(fmt::format("ended with exit status {}, and the recorded sync with {}", status,
                                 *recorded.exit_status));
            return status == exit_code::kDone ? exit_code::kData : status;
        }
        say(fmt::format("{}: replayed, as it was recorded at {}", name, printable(recorded.head.started_at)));
        return exit_code::kDone;
    }

    Wiring& wiring_;
    ReplayTarget database_;
    StillClock clock_;
};

Result<std::vector<RecordedSweep>> read_all(std::vector<std::string> const& directories) {
    std::vector<RecordedSweep> recordings;
    for (auto const& directory : directories) {
        auto recorded = read_recording(directory);
        if (!recorded)
            return recorded.error();
        recordings.push_back(std::move(*recorded));
    }
    return recordings;
}

}  // namespace

int run_replay(CommandLine const& line, Settings settings, Log log) {
    auto recordings = read_all(line.recordings);
    if (!recordings) {
        say("sasyncd: " + recordings.error().line());
        return exit_code::kData;
    }
    settings.accounts.clear();  // no credentials are needed, nor looked at
    SweepResults results;
    auto const wiring = wire_up(std::move(settings), log, {&results});
    if (!wiring)
        return exit_code::kSettings;
    int status = exit_code::kBug;
    ReplayCommand command(*wiring);
    boost::asio::co_spawn(wiring->io, command.run(std::move(*recordings)),
                          [&](std::exception_ptr failure, int outcome) {
                              if (failure)
                                  std::rethrow_exception(failure);
                              status = outcome;
                              wiring->io.stop();
                          });
    boost::asio::co_spawn(wiring->io, wiring->leases.keep(), boost::asio::detached);
    StopOnSignal const stop(wiring->io, wiring->leases, exit_code::kTryAgain,
                            [&] { log->warn("event=interrupted; a replay begins with an empty database"); });
    wiring->io.run();
    tell(stdout, source_table(results.all(), style_of(STDOUT_FILENO), TableKind::done));
    return status;
}

}  // namespace sasyncd
