#include "store/fleet_book.hpp"

#include "store/arrays.hpp"
#include "store/session.hpp"
#include "store_sql.hpp"

namespace sasyncd {

namespace {

template <class T>
using Work = DatabaseThread::Work<T>;

FleetView look_around(Transaction& transaction, std::string const& holder) {
    FleetView view;
    for (auto const& row : transaction.exec(std::string(sql::daemon_accounts)))
        view.accounts_of[text(row, 0)].insert(text(row, 1));
    for (auto const& row : transaction.exec(std::string(sql::daemon_leases)))
        view.leader_of[text(row, 0)] = text(row, 1);
    auto const lapse = transaction.exec(sql::daemon_next_lapse, Params().add(holder));
    if (auto const milliseconds = optional_number(lapse[0], 0))
        view.next_lapse = std::chrono::milliseconds(*milliseconds);
    return view;
}

}  // namespace

FleetBook::FleetBook(DatabaseThread& thread, std::string holder, LeaseOptions const& lease,
                     DatabaseOptions const& database)
    : thread_(thread), holder_(std::move(holder)), lease_(lease), database_(database) {}

std::chrono::milliseconds FleetBook::deadline() const {
    return database_.statement_timeout + database_.lock_timeout + std::chrono::seconds(10);
}

Task<Result<FleetView>> FleetBook::announce(std::set<std::string> accounts) {
    Work<FleetView> work = [accounts = std::move(accounts), holder = holder_,
                            ttl = lease_.ttl](Session& session) {
        return session.transact([&](Transaction& t) -> Result<FleetView> {
            ArrayText array;
            for (auto const& account : accounts)
                array.add_text(account);
            Params params;
            params.add(holder).add(array.take()).add(std::int64_t{ttl.count()});
            t.exec(sql::daemon_announce, params);
            return look_around(t, holder);
        });
    };
    co_return co_await thread_.call<FleetView>(deadline(), std::move(work));
}

Task<Status> FleetBook::leave() {
    Work<void> work = [holder = holder_](Session& session) {
        return session.transact([&](Transaction& t) -> Status {
            t.exec(sql::daemon_leave, Params().add(holder));
            return {};
        });
    };
    co_return co_await thread_.call<void>(deadline(), std::move(work));
}

}  // namespace sasyncd
