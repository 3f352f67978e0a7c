#include "app/sweeper.hpp"

#include "app/exit_code.hpp"
#include "base/gather.hpp"
#include "sweep/walk.hpp"

#include <fmt/format.h>

namespace sasyncd {

namespace {

int exit_code_of(Certificate const& certificate) {
    switch (certificate.verdict) {
        case Verdict::whole: return exit_code::kDone;
        case Verdict::refused: return exit_code::kNoPermission;
        case Verdict::partial:
        case Verdict::interrupted: return exit_code::kTryAgain;
    }
    return exit_code::kTryAgain;
}

}  // namespace

Task<int> Sweeper::sweep() {
    label_of_account_.clear();
    auto const executor = wiring_.io.get_executor();
    auto sweep_id = co_await wiring_.accounts.begin_sweep(kind_, process_name());
    if (!sweep_id.has_value())
        co_return report("sweep", sweep_id.error());
    auto kept = co_await wiring_.accounts.keep_only(labels());
    int status = kept.has_value() ? exit_code::kDone : report("sweep", kept.error());
    Gather<int> under_way(executor);
    for (auto const& client : wiring_.clients) {
        if (under_way.pending() >= wiring_.settings.sweep.schedule.accounts_at_once)
            status = exit_code::graver(status, co_await under_way.next());
        under_way.start(sweep_account(*client, *sweep_id));
    }
    while (under_way.pending() > 0)
        status = exit_code::graver(status, co_await under_way.next());
    auto ended = co_await wiring_.accounts.end_sweep(*sweep_id, status == exit_code::kDone ? "done" : "not whole");
    if (!ended.has_value())
        status = exit_code::graver(status, report("sweep", ended.error()));
    co_return status;
}

std::vector<std::string> Sweeper::labels() const {
    std::vector<std::string> labels;
    for (auto const& client : wiring_.clients)
        labels.push_back(client->scope().label);
    return labels;
}

/// Whose credentials are these? Where STS cannot be reached, what is on record for the same label and key holds.
Task<Result<Sweeper::Identified>> Sweeper::identify(AccountClient& client) {
    Identified identified;
    identified.client = &client;
    auto const& label = client.scope().label;
    auto digest = co_await client.key_digest();
    if (!digest.has_value())
        co_return digest.error();
    identified.account_id = client.scope().account_id;
    if (identified.account_id.empty()) {
        auto recorded = co_await wiring_.accounts.recorded(label);
        if (!recorded.has_value())
            co_return recorded.error();
        auto asked = co_await client.ask_account_id();
        bool const is_on_record = recorded->has_value() && (*recorded)->key_digest == *digest;
        if (asked.has_value())
            identified.account_id = *asked;
        else if (is_on_record && asked.error().kind != ErrorKind::unauthorised)
            identified.account_id = (*recorded)->account_id;
        else
            co_return std::move(asked.error()).within("asking STS whose credentials these are");
    }
    auto const [first, is_new] = label_of_account_.try_emplace(identified.account_id, label);
    if (!is_new) {
        Error twice(ErrorKind::rejected, fmt::format("the accounts {} and {} are one, {}", first->second, label,
                                                     identified.account_id));
        co_return std::move(twice).with_remedy("take one of them out of the settings");
    }
    auto noted = co_await wiring_.accounts.record(label, identified.account_id, *digest);
    if (!noted.has_value())
        co_return noted.error();
    co_return identified;
}

Task<int> Sweeper::sweep_account(AccountClient& client, std::int64_t sweep_id) {
    auto const& label = client.scope().label;
    auto identified = co_await identify(client);
    if (!identified.has_value())
        co_return report("account " + label, identified.error());
    auto leader = co_await wiring_.leases.hold(identified->account_id);
    if (!leader.has_value())
        co_return report("account " + label, leader.error());
    if (!leader->has_value()) {
        auto const holder = co_await wiring_.leases.holder_of(identified->account_id);
        wiring_.log->info("event=standby account={} holder={}", label, holder);
        co_return exit_code::kTryAgain;
    }
    auto sources = client.sources(identified->account_id);
    auto const& options = wiring_.settings.sweep;
    auto const limit = options.freshness.limit.count() > 0 ? options.freshness.limit : 3 * options.schedule.every;
    auto registered = co_await wiring_.accounts.register_sources(**leader, sources, limit);
    if (!registered.has_value())
        co_return report("account " + label, registered.error());

    Gather<int> walks(wiring_.io.get_executor());
    for (auto& source : sources)
        walks.start(walk_source(client, std::move(source), **leader, sweep_id));
    int status = exit_code::kDone;
    while (walks.pending() > 0)
        status = exit_code::graver(status, co_await walks.next());
    co_return status;
}

Task<int> Sweeper::walk_source(AccountClient& client, Source source, Leadership leader, std::int64_t sweep_id) {
    auto& reader = client.reader(source.site);
    reader.set_deadline(wiring_.clock.steady_now() + wiring_.settings.sweep.schedule.deadline());
    WalkParts parts{reader,       wiring_.ledger, wiring_.observer, wiring_.clock,
                    wiring_.log, wiring_.settings.sweep};
    auto const name = source.name();
    auto certificate = co_await walk(parts, std::move(source), std::move(leader), sweep_id,
                                     client.scope().page_size);
    if (!certificate.has_value())
        co_return report("source " + name, certificate.error());
    if (certificate->verdict != Verdict::whole)
        wiring_.log->warn("event=walk_not_whole source={} verdict={} {}", name, to_string(certificate->verdict),
                          field("reason", certificate->reason));
    co_return exit_code_of(*certificate);
}

int Sweeper::report(std::string const& where, Error const& error) {
    if (error.kind != ErrorKind::cancelled)
        wiring_.log->error("event=failed {} kind={} {}", field("where", where), to_string(error.kind),
                           field("reason", error.line()));
    return exit_code::of(error.kind);
}

}  // namespace sasyncd
