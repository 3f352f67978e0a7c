#include "store/action_queue.hpp"

#include "store/arrays.hpp"
#include "store/lease_check.hpp"
#include "store/retirement.hpp"
#include "store/session.hpp"
#include "store_sql.hpp"

#include <array>

namespace sasyncd {

namespace {

template <class T>
using Work = DatabaseThread::Work<T>;

/// Statement time-outs that one action may take in all: a large source is retired in many statements.
constexpr int kScale = 20;

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

/// Leaves on record what was done, as the answer to who asked for it where somebody did.
void record(Transaction& transaction, std::string const& account_id, Action const& action,
            std::string const& result) {
    if (action.action_id != 0)
        return answer(transaction, account_id, {action.action_id}, result);
    auto const& request = action.request;
    Params params;
    params.add(account_id)
        .add(request.source_id)
        .add(std::string(to_string(request.kind)))
        .add(request.asked_by);
    params.add_text(request.reason).add(result);
    transaction.exec(sql::action_add_done, params);
}

std::string occurrences(std::uint64_t count, char const* done) {
    return std::to_string(count) + (count == 1 ? " occurrence " : " occurrences ") + done;
}

Result<std::string> do_it(Transaction& transaction, Leadership const& leader, ActionRequest const& request) {
    auto const source_id = request.source_id.value_or(0);
    if (request.kind == ActionKind::release) {
        auto const released =
            transaction.exec(sql::release_held, Params().add(leader.account_id).add(source_id))
                .affected_rows();
        return occurrences(static_cast<std::uint64_t>(released), "released");
    }
    auto const why = request.reason.empty() ? std::string() : ": " + request.reason;
    auto const closed = retire_source(transaction, leader, source_id, "retired by " + request.asked_by + why);
    if (!closed)
        return closed.error();
    return occurrences(*closed, "closed");
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

Task<Result<std::string>> ActionQueue::carry_out(Leadership leader, Action action) {
    std::string what =
        action.request.kind == ActionKind::release ? "releasing what is held" : "retiring a source";
    Work<std::string> work = [leader = std::move(leader), action = std::move(action)](Session& session) {
        return session.transact([&](Transaction& t) -> Result<std::string> {
            if (auto const status = check_lease(t, leader); !status)
                return status.error();
            auto done = do_it(t, leader, action.request);
            if (done)
                record(t, leader.account_id, action, *done);
            return done;
        });
    };
    co_return co_await calls_.call<std::string>(std::move(what), std::move(work), kScale);
}

}  // namespace sasyncd
