#include "store/action_queue.hpp"

#include "store/arrays.hpp"
#include "store/lease_check.hpp"
#include "store/session.hpp"
#include "store_sql.hpp"

#include <array>

namespace sasyncd {

namespace {

template <class T>
using Work = DatabaseThread::Work<T>;

constexpr std::array<std::string_view, 4> kKinds = {"sync", "release", "retire", "accept_account"};

ActionKind kind_of(std::string const& name) {
    for (std::size_t i = 0; i < kKinds.size(); ++i)
        if (kKinds[i] == name)
            return static_cast<ActionKind>(i);
    return ActionKind::sync;
}

void answer(Transaction& transaction, std::string const& account_id,
            std::vector<std::int64_t> const& action_ids, std::string const& result) {
    ArrayText ids;
    for (auto const id : action_ids)
        ids.add(id);
    transaction.exec(sql::action_done, Params().add(account_id).add(ids.take()).add(result));
}

std::uint64_t release_held(Transaction& transaction, std::string const& account_id, Action const& action) {
    auto const source_id = action.request.source_id.value_or(0);
    auto const released =
        transaction.exec(sql::release_held, Params().add(account_id).add(source_id)).affected_rows();
    auto const result =
        std::to_string(released) + (released == 1 ? " occurrence released" : " occurrences released");
    if (action.action_id != 0) {
        answer(transaction, account_id, {action.action_id}, result);
    } else {
        Params params;
        params.add(account_id).add(source_id).add("release").add(action.request.asked_by);
        params.add_text(action.request.reason).add(result);
        transaction.exec(sql::action_add_done, params);
    }
    return static_cast<std::uint64_t>(released);
}

}  // namespace

std::string_view to_string(ActionKind kind) {
    return kKinds[static_cast<std::size_t>(kind)];
}

Task<Result<std::int64_t>> ActionQueue::ask(ActionRequest request) {
    Work<std::int64_t> work = [request = std::move(request)](Session& session) {
        return session.transact([&](Transaction& t) -> Result<std::int64_t> {
            Params params;
            params.add(request.account_id).add(request.source_id).add(std::string(to_string(request.kind)));
            params.add(request.asked_by).add_text(request.reason);
            return number(t.exec(sql::action_ask, params)[0], 0);
        });
    };
    std::string what = "asking the leader";
    co_return co_await calls_.call<std::int64_t>(std::move(what), std::move(work));
}

Task<Result<std::optional<std::string>>> ActionQueue::touch(std::string account_id, std::int64_t action_id) {
    using Outcome = std::optional<std::string>;
    Work<Outcome> work = [account_id = std::move(account_id), action_id](Session& session) {
        return session.transact([&](Transaction& t) -> Result<Outcome> {
            auto const rows = t.exec(sql::action_touch, Params().add(account_id).add(action_id));
            if (rows.empty())
                return Error(ErrorKind::bug, "the action is not on record any more");
            return flag(rows[0], 0) ? Outcome(text(rows[0], 1)) : Outcome();
        });
    };
    std::string what = "waiting for the leader";
    co_return co_await calls_.call<Outcome>(std::move(what), std::move(work));
}

Task<Result<std::vector<Action>>> ActionQueue::pending(std::string account_id,
                                                       std::chrono::milliseconds lapse) {
    using Actions = std::vector<Action>;
    Work<Actions> work = [account_id = std::move(account_id), lapse](Session& session) {
        return session.transact([&](Transaction& t) -> Result<Actions> {
            Actions actions;
            Params params;
            params.add(account_id).add(std::int64_t{lapse.count()});
            for (auto const& row : t.exec(sql::action_pending, params))
                actions.push_back({number(row, 0),
                                   {account_id, optional_number(row, 1), kind_of(text(row, 2)), text(row, 3),
                                    text(row, 4)}});
            return actions;
        });
    };
    std::string what = "looking for actions";
    co_return co_await calls_.call<Actions>(std::move(what), std::move(work));
}

Task<Status> ActionQueue::done(std::string account_id, std::vector<std::int64_t> action_ids,
                               std::string result) {
    Work<void> work = [account_id = std::move(account_id), action_ids = std::move(action_ids),
                       result = std::move(result)](Session& session) {
        return session.transact([&](Transaction& t) -> Status {
            answer(t, account_id, action_ids, result);
            return {};
        });
    };
    std::string what = "answering an action";
    co_return co_await calls_.call<void>(std::move(what), std::move(work));
}

Task<Result<std::uint64_t>> ActionQueue::release(Leadership leader, Action action) {
    Work<std::uint64_t> work = [leader = std::move(leader), action = std::move(action)](Session& session) {
        return session.transact([&](Transaction& t) -> Result<std::uint64_t> {
            if (auto const status = check_lease(t, leader); !status)
                return status.error();
            return release_held(t, leader.account_id, action);
        });
    };
    std::string what = "releasing what is held";
    co_return co_await calls_.call<std::uint64_t>(std::move(what), std::move(work));
}

}  // namespace sasyncd
