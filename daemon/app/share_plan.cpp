#include "app/share_plan.hpp"

#include "app/fair_shares.hpp"

namespace sasyncd {

void SharePlan::set_accounts(std::set<std::string> account_ids) {
    accounts_ = std::move(account_ids);
    std::erase_if(free_since_, [&](auto const& entry) { return !accounts_.contains(entry.first); });
}

void SharePlan::look(FleetView const& view, SteadyTime now) {
    shares_ = fair_shares(view);
    of_others_.clear();
    for (auto const& account_id : accounts_) {
        if (view.leader_of.contains(account_id)) {
            free_since_.erase(account_id);
            continue;
        }
        auto const since = free_since_.try_emplace(account_id, now).first->second;
        bool const is_left_lying = now - since > patience_;
        if (is_share_of_another(account_id) && !is_left_lying)
            of_others_.insert(account_id);
    }
}

std::set<std::string> SharePlan::free() const {
    std::set<std::string> free;
    for (auto const& [account_id, since] : free_since_)
        if (!leaves(account_id))
            free.insert(account_id);
    return free;
}

bool SharePlan::is_share_of_another(std::string const& account_id) const {
    auto const share = shares_.find(account_id);
    return share != shares_.end() && share->second != name_;
}

std::set<std::string> SharePlan::give_back(std::set<std::string> const& led) {
    std::set<std::string> kept;
    for (auto const& account_id : led) {
        if (is_share_of_another(account_id))
            of_others_.insert(account_id);
        else
            kept.insert(account_id);
    }
    return kept;
}

}  // namespace sasyncd
