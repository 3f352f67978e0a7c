#include "app/commands.hpp"
#include "app/database_desk.hpp"
#include "app/names.hpp"
#include "app/status_json.hpp"
#include "app/subscription_text.hpp"
#include "base/text.hpp"
#include "service/terminal.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace sasyncd {

namespace {

void print_table(std::vector<SourceStatus> const& sources) {
    auto const style = style_of(1);
    fmt::print("{} {} {} {} {} {}  {}\n", left_aligned("source", 28), left_aligned("health", 12),
               left_aligned("last read", 14), left_aligned("last walk", 11), right_aligned("open", 9),
               right_aligned("held", 7), "reason");
    for (auto const& source : sources)
        fmt::print("{} {} {} {} {} {}  {}\n", left_aligned(source.name, 28), left_aligned(source.health, 12),
                   left_aligned(source.age ? spoken(*source.age) + " ago" : "never", 14),
                   left_aligned(source.last_verdict, 11),
                   right_aligned(grouped(source.open_findings, style), 9),
                   right_aligned(grouped(source.held, style), 7), printable(source.reason));
}

/// Beneath the table: what the sites tell beside findings. It makes no source sick.
void print_what_is_told(std::vector<SourceStatus> const& sources) {
    for (auto const& source : sources) {
        bool const is_filtered = source.name.find('#') != std::string::npos;
        bool const is_nothing_found =
            source.last_verdict == "whole" && source.open_findings == 0 && !is_filtered;
        auto const told = subscription_text(source.subscription, is_nothing_found);
        if (!told.empty())
            fmt::print("{}: {}\n", source.name, told);
        if (!source.not_told.empty())
            fmt::print("{}: not told: {}\n", source.name, printable(source.not_told, 1200));
    }
}

void print_verifications(std::vector<VerificationStatus> const& verifications) {
    for (auto const& verification : verifications)
        if (verification.differences > 0)
            fmt::print(
                "account {}: {} differences between its tables, found {} ago: sasyncd verify names them\n",
                verification.account, grouped(verification.differences, style_of(1)),
                spoken(verification.age));
}

bool is_troubled(SourceStatus const& source) {
    bool const is_sick = source.health == "stale" || source.health == "held" || source.health == "refused";
    return source.is_configured && (is_sick || source.held > 0);
}

void print_report(std::vector<SourceStatus> const& sources) {
    print_table(sources);
    print_what_is_told(sources);
}

class StatusCommand {
public:
    StatusCommand(CommandLine const& line, Settings settings, Log log)
        : line_(line),
          settings_(std::move(settings)),
          desk_("status", settings_.database, std::move(log)),
          reader_(desk_.open<StatusReader>()) {}

    int run() {
        return desk_.run([this] { return tell(); });
    }

private:
    Task<int> tell() {
        auto sources = co_await reader_.sources();
        if (!sources.has_value())
            co_return desk_.failed(sources.error());
        auto verifications = co_await reader_.verifications();
        if (!verifications.has_value())
            co_return desk_.failed(verifications.error());
        auto const unknown = unknown_sources(settings_, *sources);
        bool const is_well = unknown.empty() && std::none_of(sources->begin(), sources->end(), is_troubled);
        sources->insert(sources->end(), unknown.begin(), unknown.end());
        if (line_.json) {
            fmt::print("{}\n", status_json(*sources, *verifications));
        } else {
            print_report(*sources);
            print_verifications(*verifications);
        }
        co_return is_well ? exit_code::kDone : exit_code::kTryAgain;
    }

    CommandLine const& line_;
    Settings settings_;
    DatabaseDesk desk_;
    StatusReader reader_;
};

}  // namespace

int run_status(CommandLine const& line, Settings settings, Log log) {
    return StatusCommand(line, std::move(settings), std::move(log)).run();
}

}  // namespace sasyncd
