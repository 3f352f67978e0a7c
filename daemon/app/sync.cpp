#include "app/commands.hpp"
#include "app/io_run.hpp"
#include "app/sweeper.hpp"
#include "service/progress_bar.hpp"
#include "service/progress_lines.hpp"
#include "service/source_table.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <fmt/format.h>
#include <unistd.h>

namespace sasyncd {

namespace {

Task<int> sync_once(Wiring& wiring) {
    auto ready = co_await wiring.migrator.ensure();
    if (!ready.has_value()) {
        wiring.log->error("event=database_not_ready {}", field("reason", ready.error().line()));
        auto const kind = ready.error().kind;
        co_return kind == ErrorKind::retry_later ? exit_code::kUnavailable : exit_code::of(kind);
    }
    Sweeper sweeper(wiring, "sync");
    int const status = co_await sweeper.sweep();
    co_await wiring.leases.give_back_all();
    co_return status;
}

}  // namespace

int run_sync(CommandLine const&, Settings settings, Log log) {
    SweepResults results;
    RealClock clock;
    bool const has_terminal = isatty(STDERR_FILENO) != 0;
    auto const write = [](std::string_view text) { fmt::print(stderr, "{}", text); };
    ProgressBar bar_progress(clock, [] { return style_of(STDERR_FILENO); }, write);
    ProgressLines line_progress(clock, write);
    Observer* const progress = has_terminal ? static_cast<Observer*>(&bar_progress) : &line_progress;
    std::unique_ptr<Wiring> wiring;
    try {
        wiring = std::make_unique<Wiring>(std::move(settings), log, std::vector<Observer*>{progress, &results});
    } catch (std::invalid_argument const& fault) {
        log->error("event=settings_refused {}", field("reason", fault.what()));
        return exit_code::kSettings;
    }
    int status = exit_code::kBug;
    boost::asio::co_spawn(wiring->io, sync_once(*wiring), [&](std::exception_ptr failure, int outcome) {
        if (failure)
            std::rethrow_exception(failure);
        status = outcome;
        wiring->io.stop();
    });
    boost::asio::co_spawn(wiring->io, wiring->leases.keep(), boost::asio::detached);
    StopOnSignal const stop(*wiring, exit_code::kTryAgain, [&] {
        log->warn("event=interrupted; what was published stays, the next sync goes on from there");
    });
    wiring->io.run();
    fmt::print("{}", source_table(results.all(), style_of(STDOUT_FILENO)));
    return status;
}

}  // namespace sasyncd
