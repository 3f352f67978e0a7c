#include "store/pg_ledger.hpp"

#include "store/arrays.hpp"
#include "store/baseline_reader.hpp"
#include "store/lease_check.hpp"
#include "store/publish.hpp"
#include "store/session.hpp"
#include "store/sql_errors.hpp"
#include "store/summaries.hpp"
#include "store/walks.hpp"
#include "store_sql.hpp"

#include <fmt/format.h>

namespace sasyncd {

namespace {

/// How many statement time-outs a call with several long statements may take in all.
constexpr int kLong = 5;
constexpr int kVeryLong = 60;

template <class T>
using Work = DatabaseThread::Work<T>;

RowOutline detail_of(pqxx::row const& row) {
    RowOutline detail;
    detail.row_key = Key::from_uuid(text(row, 0)).value();
    detail.malicious_md5 = text(row, 1);
    if (auto const status = optional_number(row, 2))
        detail.status = static_cast<std::int32_t>(*status);
    detail.digest = text(row, 3);
    detail.layer = text(row, 4);
    detail.container_id = text(row, 5);
    detail.repo_id = text(row, 6);
    detail.repo_region_id = text(row, 8);
    detail.level = text(row, 9);
    Row known;
    known.set(Text::container_id, detail.container_id);
    known.set(Text::target_id, text(row, 7));
    detail.kind = kind_of(known);
    return detail;
}

/// Where fresh rows need not be looked up and one of them turns out to be on record all the same, once more
/// with looking up.
Result<PartOutcome> publish_or_look_up(Session& session, Leadership const& leader, Site site,
                                       Part const& part, bool fresh_is_new) {
    try {
        return session.transact(
            [&](Transaction& t) { return publish_part(t, leader, site, part, fresh_is_new); });
    } catch (std::exception const& failure) {
        if (!fresh_is_new || !is_unique_violation(failure))
            throw;
    }
    return session.transact([&](Transaction& t) { return publish_part(t, leader, site, part, false); });
}

}  // namespace

PgLedger::PgLedger(DatabaseThread& writer, Clock& clock, Observer& observer, DatabaseOptions const& options,
                   bool read_only)
    : calls_(writer, clock, observer, options), is_read_only_(read_only) {}

Task<Result<WalkStart>> PgLedger::begin_walk(Leadership leader, Source source, std::int64_t sweep_id) {
    auto const name = source.name();
    Work<StartedWalk> work = [leader = std::move(leader), source = std::move(source), sweep_id,
                              is_read_only = is_read_only_](Session& session) {
        return session.transact(
            [&](Transaction& t) { return start_walk(t, leader, source, sweep_id, is_read_only); });
    };
    auto what = fmt::format("beginning the walk of {}", name);
    auto started = co_await calls_.call<StartedWalk>(std::move(what), std::move(work));
    if (!started)
        co_return started.error();
    if (started->site_is_empty)
        first_walks_.insert(started->start.walk_id);
    co_return std::move(started->start);
}

Task<Result<Baseline>> PgLedger::load_baseline(std::string account_id, Site site) {
    Work<Baseline> work = [account_id = std::move(account_id), site](Session& session) {
        return session.transact(
            [&](Transaction& t) -> Result<Baseline> { return read_baseline(t, account_id, site); });
    };
    std::string what = "loading what is known";
    co_return co_await calls_.call<Baseline>(std::move(what), std::move(work), kLong);
}

Task<Result<PartOutcome>> PgLedger::publish(Leadership leader, Site site, Part part) {
    if (is_read_only_) {
        if (when_foreseen_)
            when_foreseen_(leader.account_id, site, part);
        co_return outcome_foreseen(part);
    }
    auto what = fmt::format("publishing part {} of walk {}", part.number, part.walk_id);
    auto shared = std::make_shared<Part const>(std::move(part));
    bool const fresh_is_new = first_walks_.contains(shared->walk_id);
    Work<PartOutcome> work = [leader = std::move(leader), site, shared, fresh_is_new](Session& session) {
        return publish_or_look_up(session, leader, site, *shared, fresh_is_new);
    };
    co_return co_await calls_.call<PartOutcome>(std::move(what), std::move(work), kLong);
}

Task<Result<std::vector<RowOutline>>> PgLedger::describe(std::string account_id, Site site,
                                                         std::vector<Key> keys) {
    using Details = std::vector<RowOutline>;
    Work<Details> work = [account_id = std::move(account_id), site,
                          keys = std::move(keys)](Session& session) {
        return session.transact([&](Transaction& t) -> Result<Details> {
            ArrayText array;
            for (auto const& key : keys)
                array.add(key);
            Params params;
            params.add(account_id).add(std::string(to_string(site))).add(array.take());
            Details details;
            for (auto const& row : t.exec(sql::describe, params))
                details.push_back(detail_of(row));
            return details;
        });
    };
    std::string what = "describing suspects";
    co_return co_await calls_.call<Details>(std::move(what), std::move(work));
}

Task<Result<std::vector<std::string>>> PgLedger::known_md5s(std::string account_id, Site site) {
    using Texts = std::vector<std::string>;
    Work<Texts> work = [account_id = std::move(account_id), site](Session& session) {
        return session.transact([&](Transaction& t) -> Result<Texts> {
            Texts texts;
            Params params;
            params.add(account_id).add(std::string(to_string(site)));
            for (auto const& row : t.exec(sql::known_md5s, params))
                texts.push_back(text(row, 0));
            return texts;
        });
    };
    std::string what = "listing known files";
    co_return co_await calls_.call<Texts>(std::move(what), std::move(work));
}

Task<Result<FuseCounts>> PgLedger::fuse_counts(std::string account_id, Site site) {
    Work<FuseCounts> work = [account_id = std::move(account_id), site](Session& session) {
        return session.transact([&](Transaction& t) -> Result<FuseCounts> {
            Params params;
            params.add(account_id).add(std::string(to_string(site)));
            auto const row = t.exec(sql::fuse_counts, params)[0];
            return FuseCounts{static_cast<std::uint64_t>(number(row, 0)),
                              static_cast<std::uint64_t>(number(row, 1))};
        });
    };
    std::string what = "counting for the fuse";
    co_return co_await calls_.call<FuseCounts>(std::move(what), std::move(work));
}

Task<Status> PgLedger::end_walk(Leadership leader, Site site, WalkEnd end) {
    if (is_read_only_)
        co_return Status();
    auto what = fmt::format("ending walk {}", end.walk_id);
    first_walks_.erase(end.walk_id);
    auto shared = std::make_shared<WalkEnd const>(std::move(end));
    Work<bool> work = [leader, site, shared](Session& session) {
        return session.transact([&](Transaction& t) -> Result<bool> {
            if (auto const status = finish_walk(t, leader, site, *shared); !status)
                return status.error();
            return summaries_are_waiting(t, leader.account_id);
        });
    };
    auto const waiting = co_await calls_.call<bool>(std::move(what), std::move(work), kLong);
    if (!waiting)
        co_return waiting.error();
    if (*waiting)
        co_return co_await count_what_is_open(std::move(leader));
    co_return Status();
}

/// In a transaction of its own: whatever becomes of it, the walk has ended, and the next one's end counts again.
Task<Status> PgLedger::count_what_is_open(Leadership leader) {
    Work<void> work = [leader = std::move(leader)](Session& session) {
        return session.transact([&](Transaction& t) -> Status {
            if (auto status = check_lease(t, leader); !status)
                return status;
            summarise(t, leader.account_id);
            return {};
        });
    };
    std::string what = "counting what is open";
    co_return co_await calls_.call<void>(std::move(what), std::move(work), kVeryLong);
}

}  // namespace sasyncd
