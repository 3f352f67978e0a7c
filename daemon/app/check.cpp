#include "app/commands.hpp"
#include "app/io_run.hpp"
#include "app/names.hpp"
#include "app/wiring.hpp"
#include "base/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

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

/// True where the database holds nothing of ours yet.
Task<bool> check_database(Wiring& wiring, Report& report) {
    auto state = co_await wiring.migrator.state();
    if (!state.has_value()) {
        report.fault("database", state.error());
        co_return false;
    }
    if (state->kind == SchemaState::Kind::current)
        report.ok("database", fmt::format("schema version {}", state->found));
    else if (state->kind == SchemaState::Kind::older && state->may_migrate)
        report.ok("database", fmt::format("reachable; {}", state->detail));
    else
        report.fault("database", Error(ErrorKind::rejected, state->detail));
    co_return state->found == 0;
}

/// Asks each site for one page.
class SiteCheck {
public:
    SiteCheck(Wiring& wiring, AccountClient& client, std::string account_id, bool is_database_new,
              Report& report)
        : wiring_(wiring),
          client_(client),
          account_id_(std::move(account_id)),
          is_database_new_(is_database_new),
          report_(report) {}

    Task<void> run() {
        std::map<Site, Result<Page>> answers;
        for (auto const site : client_.scope().sites) {
            PageQuery query(1, client_.scope().page_size, client_.scope().filters);
            auto page = co_await client_.reader(site).read(std::move(query));
            answers.emplace(site, std::move(page));
        }
        bool const some_answered = std::any_of(answers.begin(), answers.end(),
                                               [](auto const& answer) { return answer.second.has_value(); });
        for (auto const& [site, page] : answers) {
            if (page.has_value())
                tell_answer(site, *page);
            else if (some_answered && co_await is_none_of_ours(site, page.error()))
                report_.ok(name_of(site),
                           "not entitled: nothing of the account was ever seen here, and the site "
                           "refuses it; " +
                               page.error().line());
            else
                report_.fault(name_of(site), page.error());
        }
    }

private:
    [[nodiscard]] std::string name_of(Site site) const {
        return fmt::format("site {}/{}", client_.scope().label, to_string(site));
    }

    Task<bool> is_none_of_ours(Site site, Error error) {
        if (!client_.scope().sites_auto || !error.is_denial)
            co_return false;
        if (is_database_new_)
            co_return true;
        auto empty = co_await wiring_.entitlements.is_site_empty(account_id_, site);
        co_return empty.has_value() && *empty;
    }

    void tell_answer(Site site, Page const& page) {
        auto const unusable = page.quarantined.empty()
                                  ? std::string()
                                  : fmt::format(", {} of them unusable", page.quarantined.size());
        report_.ok(name_of(site), fmt::format("answered with {} rows of about {}{} (request {})",
                                              page.elements(), page.total_count, unusable, page.request_id));
    }

    Wiring& wiring_;
    AccountClient& client_;
    std::string account_id_;
    bool is_database_new_;
    Report& report_;
};

Task<void> accept_account(Wiring& wiring, std::string label, std::string account_id, std::string key_digest,
                          Report& report) {
    auto const what = "account " + label;
    auto accepted = co_await wiring.accounts.accept(std::move(label), std::move(account_id),
                                                    std::move(key_digest), operator_name());
    if (!accepted.has_value())
        report.fault(what, accepted.error());
    else
        report.ok(what, "accepted as the right one");
}

Task<void> check_account(Wiring& wiring, AccountClient& client, bool accept, bool is_database_new,
                         Report& report) {
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
    if (accept)
        co_await accept_account(wiring, client.scope().label, account_id, std::move(*digest), report);
    SiteCheck sites(wiring, client, std::move(account_id), is_database_new, report);
    co_await sites.run();
}

Task<void> check_all(Wiring& wiring, bool accept, Report& report) {
    bool const is_database_new = co_await check_database(wiring, report);
    for (auto const& client : wiring.clients)
        co_await check_account(wiring, *client, accept, is_database_new, report);
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
