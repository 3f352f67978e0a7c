#include "app/commands.hpp"
#include "app/io_run.hpp"
#include "base/text.hpp"
#include "service/terminal.hpp"
#include "store/status_reader.hpp"

#include <boost/asio/io_context.hpp>
#include <fmt/chrono.h>
#include <fmt/format.h>

namespace sasyncd {

namespace {

std::string json_text(std::string_view text) {
    std::string out = "\"";
    for (char const c : printable(text, 2000)) {
        if (c == '"' || c == '\\')
            out += '\\';
        out += c;
    }
    return out + "\"";
}

std::string json_time(std::optional<SystemTime> const& time) {
    if (!time)
        return "null";
    return fmt::format("\"{:%Y-%m-%dT%H:%M:%SZ}\"", fmt::gmtime(std::chrono::system_clock::to_time_t(*time)));
}

std::string as_json(SourceStatus const& source) {
    return fmt::format(
        R"({{"account":{},"account_id":{},"site":{},"source":{},"configured":{},"health":{},"fresh":{},"age_seconds":{},)"
        R"("read_at":{},"proven_at":{},"last_verdict":{},"open_findings":{},"held":{},"reason":{}}})",
        json_text(source.account), json_text(source.account_id), json_text(source.site), json_text(source.name),
        source.is_configured, json_text(source.health), source.is_fresh,
        source.age ? fmt::format("{:.3f}", static_cast<double>(source.age->count()) / 1000) : "null",
        json_time(source.read_at), json_time(source.proven_at), json_text(source.last_verdict),
        source.open_findings, source.held, json_text(source.reason));
}

void print_table(std::vector<SourceStatus> const& sources) {
    auto const style = style_of(1);
    fmt::print("{} {} {} {} {} {}  {}\n", left_aligned("source", 28), left_aligned("health", 12),
               left_aligned("last read", 14), left_aligned("last walk", 11), right_aligned("open", 9),
               right_aligned("held", 7), "reason");
    for (auto const& source : sources)
        fmt::print("{} {} {} {} {} {}  {}\n", left_aligned(source.name, 28), left_aligned(source.health, 12),
                   left_aligned(source.age ? spoken(*source.age) + " ago" : "never", 14),
                   left_aligned(source.last_verdict, 11), right_aligned(grouped(source.open_findings, style), 9),
                   right_aligned(grouped(source.held, style), 7), printable(source.reason));
}

bool is_troubled(SourceStatus const& source) {
    bool const is_sick = source.health == "stale" || source.health == "held" || source.health == "refused";
    return source.is_configured && (is_sick || source.held > 0);
}

}  // namespace

int run_status(CommandLine const& line, Settings settings, Log log) {
    boost::asio::io_context io(1);
    RealClock clock;
    Observer nobody;
    DatabaseThread thread(io.get_executor(), "status", settings.database, log);
    StatusReader reader(thread, clock, nobody, settings.database);
    int status = exit_code::kUnavailable;
    auto task = [&]() -> Task<void> {
        auto sources = co_await reader.sources();
        if (!sources.has_value()) {
            log->error("event=status_failed {}", field("reason", sources.error().line()));
            co_return;
        }
        status = exit_code::kDone;
        std::string json;
        for (auto const& source : *sources) {
            if (is_troubled(source))
                status = exit_code::kTryAgain;
            json += (json.empty() ? "" : ",") + as_json(source);
        }
        if (line.json)
            fmt::print("{{\"sources\":[{}]}}\n", json);
        else
            print_table(*sources);
    };
    run_to_end(io, task());
    return status;
}

}  // namespace sasyncd
