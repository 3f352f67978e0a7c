#include "store/lease.hpp"

#include "store/session.hpp"
#include "store_sql.hpp"

namespace sasyncd {

namespace {

template <class T>
using Work = DatabaseThread::Work<T>;

std::optional<LeaseHolder> read_holder(Transaction& transaction, std::string const& account_id) {
    auto const rows = transaction.exec(sql::lease_read, Params().add(account_id));
    if (rows.empty())
        return std::nullopt;
    return LeaseHolder{text(rows[0], 0), std::chrono::milliseconds(number(rows[0], 1))};
}

std::optional<Leadership> take(Transaction& transaction, std::string const& account_id,
                               std::string const& holder, std::chrono::milliseconds ttl) {
    // A refused attempt writes; looking does not.
    if (auto const now = read_holder(transaction, account_id); now && now->expires_in.count() > 0)
        return std::nullopt;
    Params params;
    params.add(account_id).add(holder).add(std::int64_t{ttl.count()});
    auto const rows = transaction.exec(sql::lease_acquire, params);
    if (rows.empty())
        return std::nullopt;
    return Leadership{account_id, number(rows[0], 0)};
}

}  // namespace

Lease::Lease(DatabaseThread& thread, std::string holder, LeaseOptions const& lease,
             DatabaseOptions const& database)
    : thread_(thread), holder_(std::move(holder)), options_(lease), database_(database) {}

std::chrono::milliseconds Lease::deadline() const {
    return database_.statement_timeout + database_.lock_timeout + std::chrono::seconds(10);
}

Task<Result<std::optional<Leadership>>> Lease::acquire(std::string account_id) {
    using Taken = std::optional<Leadership>;
    Work<Taken> work = [account_id = std::move(account_id), holder = holder_,
                        ttl = options_.ttl](Session& session) {
        return session.transact(
            [&](Transaction& t) -> Result<Taken> { return take(t, account_id, holder, ttl); });
    };
    co_return co_await thread_.call<Taken>(deadline(), std::move(work));
}

Task<Status> Lease::renew(Leadership leader) {
    Work<void> work = [leader = std::move(leader), holder = holder_, ttl = options_.ttl](Session& session) {
        return session.transact([&](Transaction& t) -> Status {
            Params params;
            params.add(leader.account_id).add(holder).add(leader.token).add(std::int64_t{ttl.count()});
            if (t.exec(sql::lease_renew, params).empty())
                return Error(ErrorKind::lost_lease,
                             "another process leads account " + leader.account_id + " now");
            return {};
        });
    };
    co_return co_await thread_.call<void>(deadline(), std::move(work));
}

Task<Status> Lease::release(Leadership leader) {
    Work<void> work = [leader = std::move(leader), holder = holder_](Session& session) {
        return session.transact([&](Transaction& t) -> Status {
            t.exec(sql::lease_release, Params().add(leader.account_id).add(holder).add(leader.token));
            return {};
        });
    };
    co_return co_await thread_.call<void>(deadline(), std::move(work));
}

Task<Result<std::optional<LeaseHolder>>> Lease::holder(std::string account_id) {
    using Holder = std::optional<LeaseHolder>;
    Work<Holder> work = [account_id = std::move(account_id)](Session& session) {
        return session.transact([&](Transaction& t) -> Result<Holder> { return read_holder(t, account_id); });
    };
    co_return co_await thread_.call<Holder>(deadline(), std::move(work));
}

}  // namespace sasyncd
