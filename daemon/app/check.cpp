#include "app/commands.hpp"
#include "app/io_run.hpp"
#include "base/text.hpp"

#include <fmt/format.h>

namespace sasyncd {

namespace {

/// Prints each thing looked at, with ok or the remedy, and keeps the gravest exit status.
class Report {
public:
    void ok(std::string const& what, std::string const& detail) {
        fmt::print("ok    {}: {}\n", what, printable(detail));
    }
    void fault(std::string const& what, Error const& error) {
        fmt::print("FAULT {}: {}\n", what, printable(error.line(), 1000));
        status_ = exit_code::graver(status_, exit_code::of(error.kind));
    }
    [[nodiscard]] int status() const { return status_; }

private:
    int status_ = exit_code::kDone;
};

Task<void> check_database(Wiring& wiring, Report& report) {
    auto state = co_await wiring.migrator.state();
    if (!state.has_value())
        report.fault("database", state.error());
    else if (state->kind == SchemaState::Kind::current)
        report.ok("database", fmt::format("schema version {}", state->found));
    else if (state->kind == SchemaState::Kind::older && state->may_migrate)
        report.ok("database", fmt::format("reachable; {}", state->detail));
    else
        report.fault("database", Error(ErrorKind::rejected, state->detail));
}

Task<void> check_site(AccountClient& client, Site site, Report& report) {
    auto const what = fmt::format("site {}/{}", client.scope().label, to_string(site));
    PageQuery query(1, client.scope().page_size, client.scope().filters);
    auto page = co_await client.reader(site).read(std::move(query));
    if (!page.has_value()) {
        report.fault(what, page.error());
        co_return;
    }
    report.ok(what, fmt::format("answered with {} rows of about {}{} (request {})", page->elements(),
                                page->total_count,
                                page->quarantined.empty()
                                    ? std::string()
                                    : fmt::format(", {} of them unusable", page->quarantined.size()),
                                page->request_id));
}

Task<void> check_account(Wiring& wiring, AccountClient& client, bool accept, Report& report) {
    auto const what = "account " + client.scope().label;
    auto digest = co_await client.key_digest();
    if (!digest.has_value()) {
        report.fault(what, digest.error());
        co_return;
    }
    auto account_id = client.scope().account_id;
    if (account_id.empty()) {
        auto asked = co_await client.ask_account_id();
        if (!asked.has_value()) {
            report.fault(what, asked.error());
            co_return;
        }
        account_id = *asked;
    }
    report.ok(what, "account id " + account_id);
    if (accept) {
        auto accepted = co_await wiring.accounts.accept(client.scope().label, account_id, *digest, process_name());
        if (!accepted.has_value())
            report.fault(what, accepted.error());
        else
            report.ok(what, "accepted as the right one");
    }
    for (auto const site : client.scope().sites)
        co_await check_site(client, site, report);
}

Task<void> check_all(Wiring& wiring, bool accept, Report& report) {
    co_await check_database(wiring, report);
    for (auto const& client : wiring.clients)
        co_await check_account(wiring, *client, accept, report);
}

}  // namespace

int run_check(CommandLine const& line, Settings settings, Log log) {
    if (line.print_settings) {
        fmt::print("{}", print_settings(settings));
        return exit_code::kDone;
    }
    // A person waits: what a daemon would sit out is told at once.
    settings.sweep.walk.attempts = std::min(settings.sweep.walk.attempts, 2U);
    settings.database.patience = std::chrono::milliseconds(0);
    Report report;
    std::unique_ptr<Wiring> wiring;
    try {
        wiring = std::make_unique<Wiring>(std::move(settings), log, std::vector<Observer*>{});
    } catch (std::invalid_argument const& fault) {
        report.fault("settings", Error(ErrorKind::rejected, fault.what()));
        return report.status();
    }
    report.ok("settings", line.config);
    run_to_end(wiring->io, check_all(*wiring, line.accept_account, report));
    return report.status();
}

}  // namespace sasyncd
