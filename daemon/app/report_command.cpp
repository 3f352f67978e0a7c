#include "app/commands.hpp"
#include "app/io_run.hpp"
#include "app/report.hpp"
#include "app/report_period.hpp"
#include "app/whole_file.hpp"
#include "base/version.hpp"
#include "service/report_page.hpp"
#include "service/report_text.hpp"

#include <boost/asio/io_context.hpp>
#include <fmt/format.h>

#include <cstdio>

namespace sasyncd {

namespace {

class ReportCommand {
public:
    ReportCommand(CommandLine const& line, ReportPeriod period, Settings const& settings, Log log)
        : line_(line),
          period_(period),
          log_(log),
          thread_(io_.get_executor(), "report", settings.database, log),
          migrator_(thread_, settings.database),
          reader_(thread_, clock_, nobody_, settings.database) {}

    int run() {
        int status = exit_code::kBug;
        auto task = [&]() -> Task<void> { status = co_await tell(); };
        run_to_end(io_, task());
        return status;
    }

private:
    Task<int> tell() {
        auto const ready = co_await expect_current_schema(migrator_);
        if (!ready.has_value())
            co_return report_not_ready(log_, ready.error());
        auto report = co_await reader_.read(period_);
        if (!report.has_value())
            co_return report_failure(log_, "report", report.error());
        report->version = std::string(version());
        co_return show(*report);
    }

    [[nodiscard]] int show(Report const& report) const {
        if (line_.html.empty()) {
            fmt::print("{}", report_text(report, style_of(1)));
            return exit_code::kDone;
        }
        auto const page = report_page(report);
        if (line_.html == "-") {
            fmt::print("{}", page);
            return exit_code::kDone;
        }
        auto const written = write_whole_file(line_.html, page);
        if (written.has_value())
            return exit_code::kDone;
        fmt::print(stderr, "sasyncd: {}\n", written.error().line());
        return exit_code::kCannotCreate;
    }

    CommandLine const& line_;
    ReportPeriod period_;
    Log log_;
    boost::asio::io_context io_{1};
    RealClock clock_;
    Observer nobody_;
    DatabaseThread thread_;
    Migrator migrator_;
    ReportReader reader_;
};

}  // namespace

int run_report(CommandLine const& line, Settings settings, Log log) {
    auto const period = parse_report_period(line.since);
    if (!period.has_value()) {
        fmt::print(stderr, "sasyncd: {}\n", period.error().line());
        return exit_code::kUsage;
    }
    return ReportCommand(line, *period, settings, std::move(log)).run();
}

}  // namespace sasyncd
