#include "app/action_desk.hpp"
#include "app/admin.hpp"
#include "app/commands.hpp"
#include "app/daily_verification.hpp"
#include "app/fleet.hpp"
#include "app/io_run.hpp"
#include "app/names.hpp"
#include "app/reload.hpp"
#include "app/sweeper.hpp"
#include "app/trouble_log.hpp"
#include "base/version.hpp"
#include "service/notify.hpp"
#include "service/status_line.hpp"
#include "store/pulse.hpp"
#include "store/retention.hpp"
#include "sweep/schedule.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <fmt/format.h>

#include <csignal>
#include <random>
#include <utility>

namespace sasyncd {

namespace {

constexpr std::chrono::milliseconds kPauseWithoutDatabase{5'000};
constexpr std::chrono::hours kPruneEvery{1};

/// One refusal at start is a fault to mend; later, and for a database that is away, the daemon waits.
bool is_fatal(Error const& error) {
    return error.kind == ErrorKind::rejected || error.kind == ErrorKind::unauthorised;
}

class Daemon {
public:
    Daemon(Wiring& wiring, SweepResults& results, CommandLine const& line)
        : wiring_(wiring),
          results_(results),
          hangups_(wiring.io, SIGHUP),
          doorbell_(wiring.io.get_executor()),
          desk_(wiring, doorbell_),
          fleet_book_(wiring.lease_thread, process_name(), wiring.settings.lease, wiring.settings.database),
          fleet_(fleet_book_, wiring.leases, process_name(), doorbell_, wiring.clock, wiring.log),
          reload_(wiring, line.config, line.log_level),
          schedule_(wiring.settings.sweep.schedule, wiring.clock.steady_now()) {}

    /// Sweeps on schedule, and when somebody asks; returns only where the database must not be touched.
    Task<int> loop() {
        notify_.ready();
        notify_.status("Waiting for the database");
        auto const fatal = co_await wait_for_schema();
        if (fatal)
            co_return *fatal;
        for (auto due = wiring_.clock.steady_now();;) {
            if (reload_.is_waiting())
                due = reload(due);
            co_await desk_.look();
            co_await desk_.carry_out_orders();
            co_await fleet_.settle();
            bool const is_due = wiring_.clock.steady_now() >= due;
            bool const has_taken_over = fleet_.has_taken_over();
            if (is_due || has_taken_over || desk_.is_sync_asked())
                co_await sweep();
            if (auto const now = wiring_.clock.steady_now(); now >= due)
                due = schedule_.next(now, std::uniform_real_distribution<double>(-1, 1)(dice_));
            co_await doorbell_.wait_until(due);
        }
    }

    /// Each SIGHUP reads the settings; what they change waits for the sweep under way.
    Task<void> watch_hangups() {
        for (;;) {
            co_await hangups_.async_wait(boost::asio::use_awaitable);
            notify_.reloading();
            reload_.read();
            notify_.ready();
            doorbell_.ring();
        }
    }

    Task<void> watch_actions() { co_await desk_.watch(); }
    Task<void> watch_fleet() { co_await fleet_.watch(); }
    Task<void> leave_fleet() { co_await fleet_.leave(); }

    Task<void> ping_watchdog() {
        auto const interval = notify_.watchdog_interval();
        while (interval) {
            if (wiring_.writer.overdue() < std::chrono::seconds(10))
                notify_.watchdog();
            co_await wiring_.clock.sleep_for(*interval);
        }
    }

    void say_stopping() const {
        notify_.stopping();
        wiring_.log->info("event=stopping");
    }

private:
    /// The process that leads the account sweeps it: nothing to do.
    static Sweeper::WhenLedElsewhere stand_by(Wiring& wiring) {
        return [&wiring](std::string label, std::string account_id) -> Task<Sweeper::Elsewhere> {
            auto const holder = co_await wiring.leases.holder_of(std::move(account_id));
            wiring.log->info("event=standby account={} holder={}", label, holder);
            Sweeper::Elsewhere nothing;
            co_return nothing;
        };
    }

    /// When the next sweep is due: at once, so that who changed the settings sees what they do.
    SteadyTime reload(SteadyTime due) {
        if (!reload_.put_in_force())
            return due;
        auto const now = wiring_.clock.steady_now();
        schedule_ = Schedule(wiring_.settings.sweep.schedule, now);
        has_new_accounts_ = true;
        return now;
    }

    /// All who ask for a sync before it begins are answered by it.
    Task<void> sweep() {
        results_.clear();
        notify_.status("Sweeping");
        auto asked = desk_.take_syncs();
        Sweeper sweeper(wiring_, Sweeper::Kind::run, stand_by(wiring_));
        sweeper.leave_to_others([this](std::string const& account_id) { return fleet_.leaves(account_id); });
        auto const outcome = co_await sweeper.sweep(!asked.empty());
        if (outcome.sweep_id != 0)
            fleet_.set_accounts(outcome.identified);
        if (std::exchange(has_new_accounts_, false))
            co_await keep_leases_of(outcome);
        for (auto const& source : outcome.not_entitled)
            results_.mark_not_entitled(source);
        auto const text = status_line(results_.all(), wiring_.clock.system_now());
        wiring_.log->info("event=sweep_ended {}", field("result", text));
        notify_.status(text);
        results_.conclude(text);
        ActionDesk::AnswerOf answer_of = [&](std::string const& account_id) {
            auto const own = outcome.by_account.find(account_id);
            return ActionAnswer{own == outcome.by_account.end() ? outcome.status : own->second,
                                outcome.sweep_id, text};
        };
        co_await desk_.answer(std::move(asked), std::move(answer_of));
        co_await prune_if_due();
    }

    Task<void> keep_leases_of(SweepOutcome const& outcome) {
        std::set<std::string> swept;
        for (auto const& [account_id, status] : outcome.by_account)
            swept.insert(account_id);
        co_await wiring_.leases.keep_only(std::move(swept));
    }

    Task<std::optional<int>> wait_for_schema() {
        for (;;) {
            auto ready = co_await wiring_.migrator.ensure();
            if (ready.has_value())
                co_return std::nullopt;
            wiring_.log->error("event=database_not_ready {}", field("reason", ready.error().line()));
            if (is_fatal(ready.error()))
                co_return exit_code::of(ready.error().kind);
            co_await wiring_.clock.sleep_for(kPauseWithoutDatabase);
        }
    }

    /// Between sweeps, so that it takes nothing from them.
    Task<void> prune_if_due() {
        auto const now = wiring_.clock.steady_now();
        if (now < prune_at_)
            co_return;
        prune_at_ = now + kPruneEvery;
        Retention retention(wiring_.writer, wiring_.clock, wiring_.observer, wiring_.settings.database);
        auto pruned = co_await retention.prune(wiring_.settings.retention);
        if (!pruned.has_value())
            wiring_.log->warn("event=prune_failed {}; tried again in an hour",
                              field("reason", pruned.error().line()));
        else if (pruned->events + pruned->rescans + pruned->walks > 0)
            wiring_.log->info("event=pruned events={} rescans={} walks={}", pruned->events, pruned->rescans,
                              pruned->walks);
    }

    Wiring& wiring_;
    SweepResults& results_;
    Notify notify_;
    boost::asio::signal_set hangups_;
    Doorbell doorbell_;
    ActionDesk desk_;
    FleetBook fleet_book_;
    Fleet fleet_;
    Reload reload_;
    Schedule schedule_;
    bool has_new_accounts_ = false;  ///< since the last sweep
    SteadyTime prune_at_{};
    std::minstd_rand dice_{std::random_device{}()};
};

}  // namespace

int run_daemon(CommandLine const& line, Settings settings, Log log) {
    log->info("event=starting version={} accounts={}", version(), settings.accounts.size());
    settings.database.patience = settings.sweep.schedule.deadline();
    SweepResults results;
    Metrics metrics;
    UnderWay under_way;
    RealClock clock;
    TroubleLog trouble(clock, log);
    auto const wiring = wire_up(std::move(settings), log, {&results, &metrics, &under_way, &trouble});
    if (!wiring)
        return exit_code::kSettings;
    Admin admin(*wiring, metrics, results, under_way);
    DailyVerification verification(*wiring);
    DatabaseThread probe(wiring->io.get_executor(), "pulse", wiring->settings.database, log);
    Pulse pulse(probe, {&wiring->writer, &wiring->lease_thread}, wiring->clock, log);
    Daemon daemon(*wiring, results, line);
    StopOnSignal const stop(
        wiring->io, wiring->leases, exit_code::kDone, [&] { daemon.say_stopping(); },
        [&] { return daemon.leave_fleet(); });
    boost::asio::co_spawn(wiring->io, daemon.loop(), [](std::exception_ptr failure, int status) {
        if (failure)
            std::rethrow_exception(failure);
        leave(status);
    });
    boost::asio::co_spawn(wiring->io, wiring->leases.keep(), boost::asio::detached);
    boost::asio::co_spawn(wiring->io, daemon.watch_actions(), boost::asio::detached);
    boost::asio::co_spawn(wiring->io, daemon.watch_fleet(), boost::asio::detached);
    boost::asio::co_spawn(wiring->io, pulse.keep(), boost::asio::detached);
    boost::asio::co_spawn(wiring->io, daemon.watch_hangups(), boost::asio::detached);
    boost::asio::co_spawn(wiring->io, daemon.ping_watchdog(), boost::asio::detached);
    boost::asio::co_spawn(wiring->io, admin.serve(), boost::asio::detached);
    boost::asio::co_spawn(wiring->io, verification.keep(), boost::asio::detached);
    wiring->io.run();
    return exit_code::kBug;
}

}  // namespace sasyncd
