#include "app/api_check.hpp"
#include "app/commands.hpp"
#include "app/io_run.hpp"
#include "app/names.hpp"
#include "app/report.hpp"
#include "app/verify_report.hpp"
#include "store/verifier.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <fmt/format.h>

namespace sasyncd {

namespace {

/// Does what is stored follow from what is stored?
class TableCheck {
public:
    TableCheck(CommandLine const& line, Settings const& settings, Log log)
        : line_(line),
          log_(log),
          thread_(io_.get_executor(), "verify", settings.database, log),
          lease_thread_(io_.get_executor(), "lease", settings.database, log),
          migrator_(thread_, settings.database),
          verifier_(thread_, clock_, nobody_, settings.database),
          leases_(lease_thread_, process_name(), settings.lease, settings.database, clock_, nobody_, log) {}

    int run() {
        int status = exit_code::kBug;
        auto task = [&]() -> Task<void> {
            status = co_await check_all();
            co_await leases_.give_back_all();
        };
        boost::asio::co_spawn(io_, leases_.keep(), boost::asio::detached);
        run_to_end(io_, task());
        return status;
    }

private:
    Task<int> check_all() {
        auto const ready = co_await expect_current_schema(migrator_);
        if (!ready.has_value())
            co_return report_not_ready(log_, ready.error());
        auto const accounts = co_await verifier_.accounts();
        if (!accounts.has_value())
            co_return report_failure(log_, "verify", accounts.error());
        if (accounts->empty())
            fmt::print("No account was synced yet: there is nothing to verify.\n");
        int status = exit_code::kDone;
        for (auto const& account : *accounts)
            status = exit_code::graver(status, co_await check(account));
        co_return status;
    }

    Task<int> check(VerifiedAccount account) {
        auto found = co_await look(account);
        if (!found.has_value())
            co_return report_failure(log_, "account " + account.label, found.error());
        print_verification(account.label, *found);
        if (line_.repair && found->differences() > 0)
            co_return co_await repair(std::move(account));
        if (found->differences() == 0)
            co_return exit_code::kDone;
        fmt::print("{}: sasyncd verify --repair writes anew what follows from the rest\n", account.label);
        co_return exit_code::kData;
    }

    Task<Result<Verification>> look(VerifiedAccount account) {
        auto found = co_await verifier_.verify(account.account_id, RescanDepth::all, kShownDifferences);
        if (!found.has_value())
            co_return found;
        auto recorded = co_await verifier_.record(account.account_id, found->differences(), process_name());
        if (!recorded.has_value())  // reading is all that it needs
            log_->info("event=verification_not_recorded account={} {}", account.label,
                       field("reason", recorded.error().line()));
        co_return found;
    }

    Task<int> repair(VerifiedAccount account) {
        auto leader = co_await leases_.hold(account.account_id);
        if (!leader.has_value())
            co_return report_failure(log_, "account " + account.label, leader.error());
        if (!*leader) {
            auto const holder = co_await leases_.holder_of(account.account_id);
            fmt::print(stderr,
                       "sasyncd: {} leads account {}; stop it, or wait until it is done, and repair then\n",
                       holder, account.label);
            co_return exit_code::kTryAgain;
        }
        auto done = co_await verifier_.repair(std::move(**leader), operator_name());
        if (!done.has_value())
            co_return report_failure(log_, "account " + account.label, done.error());
        fmt::print("{}: repaired {} occurrences, {} episodes, {} findings, {} days, {} counts\n",
                   account.label, done->occurrences, done->episodes, done->findings, done->days,
                   done->counts);
        auto left = co_await look(account);
        if (!left.has_value())
            co_return report_failure(log_, "account " + account.label, left.error());
        print_verification(account.label, *left);
        if (left->differences() == 0)
            co_return exit_code::kDone;
        fmt::print(
            "{}: what is left follows from nothing on record, and is not made up: bring it back from a "
            "backup, or live with it; a sync rewrites rows, never what happened\n",
            account.label);
        co_return exit_code::kData;
    }

    CommandLine const& line_;
    Log log_;
    boost::asio::io_context io_{1};
    RealClock clock_;
    Observer nobody_;
    DatabaseThread thread_;
    DatabaseThread lease_thread_;
    Migrator migrator_;
    Verifier verifier_;
    LeaseKeeper leases_;
};

int check_against_api(Settings settings, Log const& log) {
    SweepResults results;
    auto const wiring = wire_up(std::move(settings), log, {&results}, Access::reads);
    if (!wiring)
        return exit_code::kSettings;
    int status = exit_code::kBug;
    ApiCheck check(*wiring, results);
    boost::asio::co_spawn(wiring->io, check.run(), [&](std::exception_ptr failure, int outcome) {
        if (failure)
            std::rethrow_exception(failure);
        status = outcome;
        wiring->io.stop();
    });
    StopOnSignal const stop(wiring->io, wiring->leases, exit_code::kTryAgain,
                            [&] { log->warn("event=interrupted"); });
    wiring->io.run();
    return status;
}

}  // namespace

int run_verify(CommandLine const& line, Settings settings, Log log) {
    int status = TableCheck(line, settings, log).run();
    if (line.api && (status == exit_code::kDone || status == exit_code::kData))
        status = exit_code::graver(status, check_against_api(std::move(settings), log));
    return status;
}

}  // namespace sasyncd
