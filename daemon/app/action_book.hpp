#pragma once

#include "store/action_queue.hpp"

#include <map>
#include <set>
#include <string>
#include <vector>

namespace sasyncd {

/// What is asked of this process, as it was last read, without what is being carried out already.
class ActionBook {
public:
    /// All that is pending for an account now; what an asker no longer waits for is forgotten.
    void note(std::string const& account_id, std::vector<Action> pending);
    /// Of the others this process is no longer the leader.
    void keep_accounts(std::set<std::string> const& led);
    [[nodiscard]] bool has(ActionKind kind) const;
    /// Those of the kind, oldest first within an account; they count as being carried out from now on.
    [[nodiscard]] std::vector<Action> take(ActionKind kind);
    /// It was not carried out after all: it is there again once it is read as pending.
    void give_back(Action const& action) { taken_.erase(action.action_id); }

private:
    std::map<std::string, std::vector<Action>> waiting_;  ///< by account
    std::map<std::int64_t, std::string> taken_;           ///< by number, the account
};

}  // namespace sasyncd
