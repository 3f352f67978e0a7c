#pragma once

#include "base/clock.hpp"
#include "store/fleet_book.hpp"

#include <map>
#include <set>
#include <string>

namespace sasyncd {

/// What this daemon takes, leaves and gives back among others, judged from what each look around shows. Without I/O.
class SharePlan {
public:
    /// An account that nobody has led for longer than `patience` is taken, whosever share it is.
    SharePlan(std::string name, std::chrono::milliseconds patience)
        : name_(std::move(name)), patience_(patience) {}

    /// Those whose credentials this daemon has.
    void set_accounts(std::set<std::string> account_ids);
    [[nodiscard]] std::set<std::string> const& accounts() const { return accounts_; }
    void look(FleetView const& view, SteadyTime now);
    /// Led by nobody at the last look, and not for another to take.
    [[nodiscard]] std::set<std::string> free() const;
    /// Whether another daemon is to take this account, which nobody leads or which was given back.
    [[nodiscard]] bool leaves(std::string const& account_id) const { return of_others_.contains(account_id); }
    [[nodiscard]] bool is_share_of_another(std::string const& account_id) const;
    /// What to keep of the accounts that are led here. The rest is left to the others at once: a sweep that is due
    /// must not take it again before they have looked.
    [[nodiscard]] std::set<std::string> give_back(std::set<std::string> const& led);

private:
    std::string name_;
    std::chrono::milliseconds patience_;
    std::set<std::string> accounts_;
    std::map<std::string, std::string> shares_;     ///< who should lead, by account
    std::map<std::string, SteadyTime> free_since_;  ///< by account
    std::set<std::string> of_others_;
};

}  // namespace sasyncd
