#include "app/commands.hpp"
#include "app/io_run.hpp"
#include "app/report.hpp"
#include "store/migrator.hpp"

#include <boost/asio/io_context.hpp>
#include <fmt/format.h>

namespace sasyncd {

int run_migrate(CommandLine const& line, Settings settings, Log log) {
    if (line.print) {
        fmt::print("{}", Migrator::print());
        return exit_code::kDone;
    }
    boost::asio::io_context io(1);
    DatabaseThread thread(io.get_executor(), "migrate", settings.database, log);
    Migrator migrator(thread, settings.database);
    int status = exit_code::kBug;
    auto task = [&]() -> Task<void> {
        auto applied = co_await migrator.apply();
        if (applied.has_value()) {
            fmt::print("{}\n", *applied == 0 ? std::string("The schema is up to date.")
                                             : fmt::format("{} migrations applied; the schema is up to date.",
                                                           *applied));
            status = exit_code::kDone;
        } else {
            status = report_not_ready(log, applied.error());
        }
    };
    run_to_end(io, task());
    return status;
}

}  // namespace sasyncd
