#include "store/retention.hpp"

#include "store/session.hpp"
#include "store_sql.hpp"

namespace sasyncd {

namespace {

template <class T>
using Work = DatabaseThread::Work<T>;

}  // namespace

Task<Result<std::uint64_t>> Retention::drain(std::string_view sql, std::chrono::milliseconds older_than,
                                             std::string what_goes) {
    if (older_than.count() == 0)
        co_return std::uint64_t{0};
    for (std::uint64_t total = 0;;) {
        Work<std::uint64_t> work = [sql, older_than, what_goes](Session& session) {
            return session.transact([&](Transaction& t) -> Result<std::uint64_t> {
                std::int64_t const age = older_than.count();
                auto const deleted = t.exec(sql, Params().add(age)).affected_rows();
                if (deleted > 0 && !what_goes.empty())
                    t.exec(sql::mark_pruned, Params().add(what_goes).add(age));
                return static_cast<std::uint64_t>(deleted);
            });
        };
        std::string what = "deleting what is too old";
        auto const deleted = co_await calls_.call<std::uint64_t>(std::move(what), std::move(work));
        if (!deleted)
            co_return deleted.error();
        if (*deleted == 0)
            co_return total;
        total += *deleted;
    }
}

Task<Result<Pruned>> Retention::prune(RetentionOptions options) {
    Pruned pruned;
    auto const events = co_await drain(sql::prune_events, options.events, "event");
    if (!events)
        co_return events.error();
    auto const rescans = co_await drain(sql::prune_rescans, options.rescans, "rescan");
    if (!rescans)
        co_return rescans.error();
    auto const walks = co_await drain(sql::prune_walks, options.walks);
    if (!walks)
        co_return walks.error();
    for (auto const statement :
         {sql::prune_parts, sql::prune_sweeps, sql::prune_quarantine, sql::prune_daemons}) {
        auto const others = co_await drain(statement, options.walks);
        if (!others)
            co_return others.error();
    }
    pruned.events = *events;
    pruned.rescans = *rescans;
    pruned.walks = *walks;
    co_return pruned;
}

}  // namespace sasyncd
