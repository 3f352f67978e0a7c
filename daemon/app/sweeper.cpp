#include "app/sweeper.hpp"

#include "app/exit_code.hpp"
#include "app/names.hpp"
#include "app/report.hpp"
#include "base/gather.hpp"

#include <fmt/format.h>

namespace sasyncd {

namespace {

std::string name_of(Sweeper::Kind kind) {
    return kind == Sweeper::Kind::run ? "run" : "sync";
}

}  // namespace

Sweeper::Sweeper(Wiring& wiring, Kind kind, WhenLedElsewhere when_led_elsewhere)
    : wiring_(wiring),
      kind_(kind),
      when_led_elsewhere_(std::move(when_led_elsewhere)),
      slots_(wiring.io.get_executor(), wiring.settings.sweep.schedule.accounts_at_once) {}

Task<SweepOutcome> Sweeper::sweep(bool tries_all) {
    outcome_ = SweepOutcome();
    label_of_account_.clear();
    auto sweep_id = co_await begin();
    if (!sweep_id.has_value()) {
        outcome_.status = report_failure(wiring_.log, "sweep", sweep_id.error());
        co_return outcome_;
    }
    outcome_.sweep_id = *sweep_id;
    wiring_.mark("keep accounts");
    auto kept = co_await wiring_.accounts.keep_only(labels());
    if (!kept.has_value())
        outcome_.status = report_failure(wiring_.log, "sweep", kept.error());
    auto const status = co_await sweep_accounts(tries_all);
    outcome_.status = exit_code::graver(outcome_.status, status);
    for (auto const& [account_id, label] : label_of_account_)
        outcome_.identified.insert(account_id);
    std::string result = outcome_.status == exit_code::kDone ? "done" : "not whole";
    wiring_.mark("end sweep");
    auto ended = co_await wiring_.accounts.end_sweep(*sweep_id, std::move(result));
    if (!ended.has_value())
        outcome_.status =
            exit_code::graver(outcome_.status, report_failure(wiring_.log, "sweep", ended.error()));
    co_return outcome_;
}

Task<Result<std::int64_t>> Sweeper::begin() {
    if (wiring_.staging) {
        auto numbered = co_await wiring_.staging->moments.before_sweep();
        if (!numbered.has_value())
            co_return numbered.error();
    }
    auto holder = wiring_.is_replay() ? std::string("replay") : process_name();
    wiring_.mark("begin sweep");
    auto sweep_id = co_await wiring_.accounts.begin_sweep(name_of(kind_), std::move(holder));
    if (sweep_id.has_value() && wiring_.staging)
        wiring_.staging->moments.sweep_began(*sweep_id);
    co_return sweep_id;
}

std::vector<std::string> Sweeper::labels() const {
    std::vector<std::string> labels;
    for (auto const& client : wiring_.clients)
        labels.push_back(client->scope().label);
    return labels;
}

Task<int> Sweeper::sweep_accounts(bool tries_all) {
    Gather<int> under_way(wiring_.io.get_executor());
    for (auto const& client : wiring_.clients)
        under_way.start(sweep_account(*client, tries_all));
    int status = exit_code::kDone;
    while (under_way.pending() > 0)
        status = exit_code::graver(status, co_await under_way.next());
    co_return status;
}

/// Takes a slot for what works; whoever waits for another process needs none.
Task<int> Sweeper::sweep_account(AccountClient& client, bool tries_all) {
    auto leading = lead(client);
    auto led = co_await slots_.run(std::move(leading));
    if (led.account_id.empty())
        co_return led.status;
    if (!led.leader) {
        auto elsewhere = co_await when_led_elsewhere_(client.scope().label, led.account_id);
        if (!elsewhere.leader)
            co_return elsewhere.status;
        led.leader = std::move(elsewhere.leader);
    }
    auto sweeping = sweep_led(client, std::move(*led.leader), tries_all);
    auto const status = co_await slots_.run(std::move(sweeping));
    outcome_.by_account[led.account_id] = status;
    co_return status;
}

Task<int> Sweeper::sweep_led(AccountClient& client, Leadership leader, bool tries_all) {
    AccountSweep account(wiring_, client, std::move(leader), outcome_.sweep_id, tries_all);
    auto swept = co_await account.run();
    outcome_.not_entitled.insert(outcome_.not_entitled.end(), swept.not_entitled.begin(),
                                 swept.not_entitled.end());
    co_return swept.status;
}

Task<Sweeper::Lead> Sweeper::lead(AccountClient& client) {
    Lead led;
    auto const where = "account " + client.scope().label;
    auto account_id = co_await identify(client);
    if (!account_id.has_value()) {
        led.status = report_failure(wiring_.log, where, account_id.error());
        if (account_id.error().kind == ErrorKind::unauthorised)
            co_await show_as_refused(client.scope().label, account_id.error().line());
        co_return led;
    }
    if (kind_ == Kind::dry_run) {
        led.account_id = *account_id;
        led.leader = Leadership{*account_id, 0};
        co_return led;
    }
    led.account_id = *account_id;
    if (is_left_ && is_left_(*account_id) && !wiring_.leases.held(*account_id))
        co_return led;
    auto leader = co_await wiring_.leases.hold(*account_id);
    if (!leader.has_value()) {
        led.account_id.clear();
        led.status = report_failure(wiring_.log, where, leader.error());
        co_return led;
    }
    led.leader = std::move(*leader);
    co_return led;
}

/// No walk begins that could tell it.
Task<void> Sweeper::show_as_refused(std::string label, std::string reason) {
    if (wiring_.is_replay())
        co_return;
    auto refused = co_await wiring_.accounts.refuse(std::move(label), std::move(reason), process_name());
    if (!refused.has_value())
        (void)report_failure(wiring_.log, "sweep", refused.error());
}

/// Whose credentials are these? Put on record, where the same account is not named twice.
Task<Result<std::string>> Sweeper::identify(AccountClient& client) {
    auto const& label = client.scope().label;
    auto digest = co_await client.key_digest();
    if (!digest.has_value())
        co_return digest.error();
    auto account_id = co_await id_of(client, *digest);
    if (!account_id.has_value())
        co_return account_id.error();
    auto const [first, is_new] = label_of_account_.try_emplace(*account_id, label);
    if (!is_new) {
        Error twice(ErrorKind::rejected,
                    fmt::format("the accounts {} and {} are one, {}", first->second, label, *account_id));
        co_return std::move(twice).with_remedy("take one of them out of the settings");
    }
    if (wiring_.staging)
        wiring_.staging->moments.identified(label, *account_id);
    wiring_.mark("account " + label);
    auto noted = co_await wiring_.accounts.record(label, *account_id, *digest);
    if (!noted.has_value())
        co_return noted.error();
    co_return account_id;
}

/// As the settings say, or STS. Where STS cannot be reached, what is on record for the same label and key holds.
Task<Result<std::string>> Sweeper::id_of(AccountClient& client, std::string key_digest) {
    if (!client.scope().account_id.empty())
        co_return client.scope().account_id;
    auto recorded = co_await wiring_.accounts.recorded(client.scope().label);
    if (!recorded.has_value())
        co_return recorded.error();
    auto asked = co_await client.ask_account_id();
    if (asked.has_value())
        co_return asked;
    bool const is_on_record = recorded->has_value() && (*recorded)->key_digest == key_digest;
    if (is_on_record && asked.error().kind != ErrorKind::unauthorised) {
        client.trust((*recorded)->account_id);
        co_return (*recorded)->account_id;
    }
    co_return std::move(asked.error()).within("asking STS whose credentials these are");
}

}  // namespace sasyncd
