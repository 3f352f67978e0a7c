#include "app/commands.hpp"
#include "app/database_desk.hpp"
#include "app/names.hpp"
#include "app/pretty_json.hpp"
#include "app/status_json.hpp"
#include "base/text.hpp"
#include "service/terminal.hpp"
#include "store/quarantine_reader.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <algorithm>
#include <cstdio>

namespace sasyncd {

namespace {

using Entries = std::vector<QuarantineEntry>;

constexpr std::size_t kBegin = 80;  // columns of a payload in the list

std::string moment(SystemTime time) {
    return fmt::format("{:%Y-%m-%d %H:%M}", fmt::gmtime(std::chrono::system_clock::to_time_t(time)));
}

void print_table(Entries const& entries) {
    auto const style = style_of(1);
    auto const print = [](std::string_view id, std::string_view source, std::string_view reason,
                          std::string_view first, std::string_view gone, std::string_view payload) {
        fmt::print("{} {} {} {} {} {}\n", left_aligned(id, 16), left_aligned(source, 24),
                   left_aligned(reason, 32), left_aligned(first, 16), left_aligned(gone, 16), payload);
    };
    print("id", "source", "reason", "since (UTC)", "gone", "payload");
    for (auto const& entry : entries)
        print(entry.id, printable(entry.source), printable(entry.reason), moment(entry.first_at),
              entry.gone_at ? moment(*entry.gone_at) : "-", clipped(printable(entry.payload), kBegin, style));
}

void print_entry(QuarantineEntry const& entry) {
    fmt::print("id       {}\nsource   {}\nreason   {}\nsince    {} UTC\n", entry.id, printable(entry.source),
               printable(entry.reason), moment(entry.first_at));
    if (entry.gone_at)
        fmt::print("gone     {} UTC\n", moment(*entry.gone_at));
    fmt::print("bytes    {}\n\n{}", entry.size, pretty_json(entry.payload));
}

void print_json(Entries const& entries) {
    std::string json;
    for (auto const& entry : entries)
        json += fmt::format(
            R"({}{{"id":{},"source":{},"reason":{},"first_at":{},"gone_at":{},"bytes":{},"payload":{}}})",
            json.empty() ? "" : ",", json_text(entry.id), json_text(entry.source), json_text(entry.reason),
            json_time(entry.first_at), json_time(entry.gone_at), entry.size,
            json_text(entry.payload, entry.payload.size() * 8));
    fmt::print("{{\"quarantine\":[{}]}}\n", json);
}

bool is_one_payload(Entries const& entries) {
    return std::all_of(entries.begin(), entries.end(),
                       [&](QuarantineEntry const& entry) { return entry.id == entries.front().id; });
}

class QuarantineCommand {
public:
    QuarantineCommand(CommandLine const& line, Settings const& settings, Log log)
        : line_(line),
          desk_("quarantine", settings.database, std::move(log)),
          status_(desk_.open<StatusReader>()),
          reader_(desk_.open<QuarantineReader>()) {}

    int run() {
        return desk_.run([this] { return tell(); });
    }

private:
    Task<int> tell() { co_return line_.view == "show" ? co_await show() : co_await list(); }

    Task<int> list() {
        if (!line_.source.empty()) {
            auto const sources = co_await status_.sources();
            if (!sources.has_value())
                co_return desk_.failed(sources.error());
            if (find_source(*sources, line_.source) == nullptr)
                co_return refuse(unknown_source(*sources, line_.source));
        }
        auto const entries = co_await reader_.list(line_.source, line_.all);
        if (!entries.has_value())
            co_return desk_.failed(entries.error());
        if (line_.json)
            print_json(*entries);
        else if (entries->empty())
            fmt::print("nothing is in quarantine{}\n", line_.all ? ", nor was" : "; --all shows what was");
        else
            print_table(*entries);
        co_return exit_code::kDone;
    }

    Task<int> show() {
        auto const entries = co_await reader_.find(line_.id);
        if (!entries.has_value())
            co_return desk_.failed(entries.error());
        if (entries->empty())
            co_return refuse(fmt::format("no payload has the id {}; sasyncd quarantine list --all shows them",
                                         printable(line_.id, 40)));
        if (!is_one_payload(*entries))
            co_return refuse(fmt::format("{} is the begin of several ids, {} and {} among them",
                                         printable(line_.id, 40), entries->front().id, entries->back().id));
        if (line_.json)
            print_json(*entries);
        else
            for (auto const& entry : *entries)
                print_entry(entry);
        co_return exit_code::kDone;
    }

    static int refuse(std::string const& why) {
        fmt::print(stderr, "sasyncd: {}\n", why);
        return exit_code::kData;
    }

    CommandLine const& line_;
    DatabaseDesk desk_;
    StatusReader status_;
    QuarantineReader reader_;
};

}  // namespace

int run_quarantine(CommandLine const& line, Settings settings, Log log) {
    return QuarantineCommand(line, settings, std::move(log)).run();
}

}  // namespace sasyncd
