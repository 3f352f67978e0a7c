#include "app/action_book.hpp"

#include <algorithm>
#include <iterator>

namespace sasyncd {

void ActionBook::note(std::string const& account_id, std::vector<Action> pending) {
    std::set<std::int64_t> numbers;
    for (auto const& action : pending)
        numbers.insert(action.action_id);
    std::erase_if(taken_, [&](auto const& taken) {
        return taken.second == account_id && !numbers.contains(taken.first);
    });
    std::erase_if(pending, [&](Action const& action) { return taken_.contains(action.action_id); });
    waiting_[account_id] = std::move(pending);
}

void ActionBook::keep_accounts(std::set<std::string> const& led) {
    std::erase_if(waiting_, [&](auto const& account) { return !led.contains(account.first); });
}

bool ActionBook::has(ActionKind kind) const {
    return std::any_of(waiting_.begin(), waiting_.end(), [&](auto const& account) {
        auto const& actions = account.second;
        return std::any_of(actions.begin(), actions.end(),
                           [&](Action const& action) { return action.request.kind == kind; });
    });
}

std::vector<Action> ActionBook::take(ActionKind kind) {
    std::vector<Action> taken;
    for (auto& [account_id, actions] : waiting_) {
        auto const rest = std::stable_partition(actions.begin(), actions.end(), [&](Action const& action) {
            return action.request.kind != kind;
        });
        for (auto action = rest; action != actions.end(); ++action) {
            taken_.emplace(action->action_id, account_id);
            taken.push_back(std::move(*action));
        }
        actions.erase(rest, actions.end());
    }
    return taken;
}

}  // namespace sasyncd
