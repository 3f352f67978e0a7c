#include "store/accounts.hpp"

#include "base/version.hpp"
#include "store/arrays.hpp"
#include "store/lease_check.hpp"
#include "store/session.hpp"
#include "store/sources.hpp"
#include "store_sql.hpp"

#include <fmt/format.h>

namespace sasyncd {

namespace {

template <class T>
using Work = DatabaseThread::Work<T>;

std::optional<RecordedAccount> read_account(Transaction& transaction, std::string const& label) {
    auto const rows = transaction.exec(sql::account_recorded, Params().add(label));
    if (rows.empty())
        return std::nullopt;
    return RecordedAccount{text(rows[0], 0), text(rows[0], 1)};
}

void write_account(Transaction& transaction, std::string const& label, std::string const& account_id,
                   std::string const& key_digest) {
    transaction.exec(sql::account_record, Params().add(account_id).add(label).add_text(key_digest));
}

Status record_account(Transaction& transaction, std::string const& label, std::string const& account_id,
                      std::string const& key_digest, bool is_read_only) {
    auto const known = read_account(transaction, label);
    if (known && known->account_id != account_id)
        return Error(ErrorKind::unauthorised,
                     fmt::format("the credentials of account {} belong to {}, but it is on record as {}",
                                 label, account_id, known->account_id))
            .with_remedy(
                "correct the credentials, or, where this is meant, run sasyncd check --accept-account");
    if (!is_read_only && (!known || known->key_digest != key_digest))
        write_account(transaction, label, account_id, key_digest);
    return {};
}

Status plan_sources(Transaction& transaction, Leadership const& leader, std::vector<Source> const& planned,
                    std::chrono::milliseconds limit) {
    if (auto status = check_lease(transaction, leader); !status)
        return status;
    ArrayText sites, suffixes;
    for (auto const& source : planned) {
        auto const site = std::string(to_string(source.site));
        auto const suffix = source_suffix(source);
        Params params;
        params.add(leader.account_id).add(site).add(suffix).add(source.filter_text());
        params.add(std::int64_t{limit.count()});
        if (transaction.exec(sql::source_is_registered, params).empty())
            transaction.exec(sql::register_source, params);
        sites.add_raw('"' + site + '"');
        suffixes.add_raw('"' + suffix + '"');
    }
    transaction.exec(sql::unplan_sources,
                     Params().add(leader.account_id).add(sites.take()).add(suffixes.take()));
    return {};
}

}  // namespace

Task<Result<std::optional<RecordedAccount>>> Accounts::recorded(std::string label) {
    using Recorded = std::optional<RecordedAccount>;
    Work<Recorded> work = [label](Session& session) {
        return session.transact([&](Transaction& t) -> Result<Recorded> { return read_account(t, label); });
    };
    auto what = fmt::format("looking up account {}", label);
    co_return co_await calls_.call<Recorded>(std::move(what), std::move(work));
}

Task<Status> Accounts::record(std::string label, std::string account_id, std::string key_digest) {
    auto what = fmt::format("recording account {}", label);
    Work<void> work = [label = std::move(label), account_id = std::move(account_id),
                       key_digest = std::move(key_digest), read_only = is_read_only()](Session& session) {
        return session.transact(
            [&](Transaction& t) { return record_account(t, label, account_id, key_digest, read_only); });
    };
    co_return co_await calls_.call<void>(std::move(what), std::move(work));
}

Task<Status> Accounts::expect(std::string label, std::string account_id) {
    auto what = fmt::format("looking up account {}", label);
    Work<void> work = [label = std::move(label), account_id = std::move(account_id)](Session& session) {
        return session.transact(
            [&](Transaction& t) { return record_account(t, label, account_id, {}, true); });
    };
    co_return co_await calls_.call<void>(std::move(what), std::move(work));
}

Task<Status> Accounts::refuse(std::string label, std::string reason, std::string holder) {
    if (is_read_only())
        co_return Status();
    auto what = fmt::format("recording that account {} is refused", label);
    Work<void> work = [label = std::move(label), reason = std::move(reason),
                       holder = std::move(holder)](Session& session) {
        return session.transact([&](Transaction& t) -> Status {
            t.exec(sql::refuse_sources, Params().add(label).add_text(reason).add(holder));
            return {};
        });
    };
    co_return co_await calls_.call<void>(std::move(what), std::move(work));
}

Task<Status> Accounts::accept(std::string label, std::string account_id, std::string key_digest,
                              std::string asked_by) {
    auto what = fmt::format("accepting account {}", label);
    Work<void> work = [label = std::move(label), account_id = std::move(account_id),
                       key_digest = std::move(key_digest), asked_by = std::move(asked_by)](Session& session) {
        return session.transact([&](Transaction& t) -> Status {
            t.exec(sql::account_let_go, Params().add(label).add(account_id));
            write_account(t, label, account_id, key_digest);
            Params params;
            params.add(account_id).add(std::optional<std::int64_t>()).add("accept_account").add(asked_by);
            params.add_text({}).add("label " + label);
            t.exec(sql::action_add_done, params);
            return {};
        });
    };
    co_return co_await calls_.call<void>(std::move(what), std::move(work));
}

Task<Status> Accounts::register_sources(Leadership leader, std::vector<Source> planned,
                                        std::chrono::milliseconds freshness_limit) {
    if (is_read_only())
        co_return Status();
    Work<void> work = [leader = std::move(leader), planned = std::move(planned),
                       freshness_limit](Session& session) {
        return session.transact(
            [&](Transaction& t) { return plan_sources(t, leader, planned, freshness_limit); });
    };
    std::string what = "recording the planned sources";
    co_return co_await calls_.call<void>(std::move(what), std::move(work));
}

Task<Status> Accounts::keep_only(std::vector<std::string> labels) {
    if (is_read_only())
        co_return Status();
    Work<void> work = [labels = std::move(labels)](Session& session) {
        return session.transact([&](Transaction& t) -> Status {
            ArrayText array;
            for (auto const& label : labels)
                array.add_text(label);
            t.exec(sql::unplan_accounts, Params().add(array.take()));
            return {};
        });
    };
    std::string what = "looking for accounts that left the settings";
    co_return co_await calls_.call<void>(std::move(what), std::move(work));
}

Task<Result<std::int64_t>> Accounts::begin_sweep(std::string kind, std::string holder) {
    if (is_read_only())
        co_return std::int64_t{0};
    Work<std::int64_t> work = [kind = std::move(kind), holder = std::move(holder)](Session& session) {
        return session.transact([&](Transaction& t) -> Result<std::int64_t> {
            return number(
                t.exec(sql::begin_sweep, Params().add(kind).add(std::string(version())).add(holder))[0], 0);
        });
    };
    std::string what = "beginning a sweep";
    co_return co_await calls_.call<std::int64_t>(std::move(what), std::move(work));
}

Task<Status> Accounts::end_sweep(std::int64_t sweep_id, std::string result) {
    if (is_read_only())
        co_return Status();
    Work<void> work = [sweep_id, result = std::move(result)](Session& session) {
        return session.transact([&](Transaction& t) -> Status {
            t.exec(sql::end_sweep, Params().add(sweep_id).add_text(result));
            return {};
        });
    };
    std::string what = "ending a sweep";
    co_return co_await calls_.call<void>(std::move(what), std::move(work));
}

}  // namespace sasyncd
