#include "app/check_report.hpp"
#include "app/commands.hpp"
#include "app/io_run.hpp"
#include "app/names.hpp"
#include "app/site_check.hpp"
#include "app/wiring.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace sasyncd {

namespace {

struct DatabaseFacts {
    bool is_new = false;  ///< it holds nothing of ours yet
    bool is_current = false;
};

Task<DatabaseFacts> check_database(Wiring& wiring, CheckReport& report) {
    DatabaseFacts facts;
    auto state = co_await wiring.migrator.state();
    if (!state.has_value()) {
        report.fault("database", state.error());
        co_return facts;
    }
    facts.is_new = state->found == 0;
    facts.is_current = state->kind == SchemaState::Kind::current;
    if (facts.is_current)
        report.ok("database", fmt::format("schema version {}", state->found));
    else if (state->kind == SchemaState::Kind::older && state->may_migrate)
        report.ok("database", fmt::format("reachable; {}", state->detail));
    else
        report.fault("database", Error(ErrorKind::rejected, state->detail));
    co_return facts;
}

Task<void> accept_account(Wiring& wiring, std::string label, std::string account_id, std::string key_digest,
                          CheckReport& report) {
    auto const what = "account " + label;
    auto accepted = co_await wiring.accounts.accept(std::move(label), std::move(account_id),
                                                    std::move(key_digest), operator_name());
    if (!accepted.has_value())
        report.fault(what, accepted.error());
    else
        report.ok(what, "accepted as the right one");
}

Task<void> check_account(Wiring& wiring, AccountClient& client, bool accept, DatabaseFacts database,
                         CheckReport& report) {
    auto const what = "account " + client.scope().label;
    auto digest = co_await client.key_digest();
    if (!digest.has_value()) {
        report.fault(what, digest.error());
        co_return;
    }
    auto place = co_await client.credentials_place();
    if (place.has_value())
        report.ok("credentials " + client.scope().label, *place);
    auto account_id = client.scope().account_id;
    if (account_id.empty()) {
        auto asked = co_await client.ask_account_id();
        if (!asked.has_value()) {
            report.fault(what, asked.error());
            co_return;
        }
        account_id = *asked;
    }
    Status expected;
    if (database.is_current && !accept)
        expected = co_await wiring.accounts.expect(client.scope().label, account_id);
    if (expected.has_value())
        report.ok(what, "account id " + account_id);
    else
        report.fault(what, expected.error());
    if (accept)
        co_await accept_account(wiring, client.scope().label, account_id, std::move(*digest), report);
    SiteCheck sites(wiring, client, std::move(account_id), database.is_new, report);
    co_await sites.run();
}

Task<void> check_all(Wiring& wiring, bool accept, CheckReport& report) {
    auto const database = co_await check_database(wiring, report);
    for (auto const& client : wiring.clients)
        co_await check_account(wiring, *client, accept, database, report);
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
    CheckReport report;
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
