#include "store/replay_target.hpp"

#include "store/session.hpp"
#include "store_sql.hpp"

namespace sasyncd {

namespace {

template <class T>
using Work = DatabaseThread::Work<T>;

}  // namespace

Task<Result<bool>> ReplayTarget::is_empty() {
    Work<bool> work = [](Session& session) {
        return session.transact(
            [](Transaction& t) -> Result<bool> { return !flag(t.exec(sql::replay_target, Params())[0], 0); });
    };
    std::string what = "looking whether the database is empty";
    co_return co_await calls_.call<bool>(std::move(what), std::move(work));
}

Task<Status> ReplayTarget::number_next_sweep(std::int64_t number) {
    co_return co_await set_number(sql::number_sweep, number);
}

Task<Status> ReplayTarget::number_next_walk(std::int64_t number) {
    co_return co_await set_number(sql::number_walk, number);
}

Task<Result<ReplayTarget::Time>> ReplayTarget::time() {
    Work<Time> work = [](Session& session) {
        return session.transact([](Transaction& t) -> Result<Time> {
            return Time(std::chrono::microseconds(number(t.exec(sql::clock, Params())[0], 0)));
        });
    };
    std::string what = "asking the database for its time";
    co_return co_await calls_.call<Time>(std::move(what), std::move(work));
}

Task<Status> ReplayTarget::set_number(std::string_view statement, std::int64_t number) {
    Work<void> work = [statement, number](Session& session) {
        return session.transact([&](Transaction& t) -> Status {
            t.exec(statement, Params().add(number));
            return {};
        });
    };
    std::string what = "setting the next number";
    co_return co_await calls_.call<void>(std::move(what), std::move(work));
}

}  // namespace sasyncd
