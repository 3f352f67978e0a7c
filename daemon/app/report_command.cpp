#include "app/commands.hpp"
#include "app/database_desk.hpp"
#include "app/report_period.hpp"
#include "app/whole_file.hpp"
#include "base/version.hpp"
#include "service/report_page.hpp"
#include "service/report_text.hpp"

#include <fmt/format.h>

#include <cstdio>

namespace sasyncd {

namespace {

class ReportCommand {
public:
    ReportCommand(CommandLine const& line, ReportPeriod period, Settings const& settings, Log log)
        : line_(line),
          period_(period),
          desk_("report", settings.database, std::move(log)),
          reader_(desk_.open<ReportReader>()) {}

    int run() {
        return desk_.run([this] { return tell(); });
    }

private:
    Task<int> tell() {
        auto report = co_await reader_.read(period_);
        if (!report.has_value())
            co_return desk_.failed(report.error());
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
    DatabaseDesk desk_;
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
