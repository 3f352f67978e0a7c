#include "app/fleet.hpp"

#include "app/fair_shares.hpp"

#include <algorithm>

namespace sasyncd {

namespace {

constexpr std::chrono::milliseconds kAfterLapse{20};

}  // namespace

Task<void> Fleet::watch() {
    for (;;) {
        // Who renews in time never comes near his lapse.
        auto const lapse = next_lapse_.value_or(leases_.period()) + kAfterLapse;
        co_await clock_.sleep_for(std::min<std::chrono::milliseconds>(lapse, leases_.period()));
        if (!accounts_.empty())
            co_await look();
    }
}

Task<void> Fleet::look() {
    next_lapse_.reset();
    auto const view = co_await book_.announce(accounts_);
    // After an absence of the database all leases have run out: first whoever had them renews his.
    bool const is_settled = std::exchange(has_seen_all_, view.has_value());
    if (!view.has_value()) {  // whoever renews the lease at the same time says it louder
        log_->debug("event=fleet_not_seen {}", field("reason", view.error().line()));
        co_return;
    }
    next_lapse_ = view->next_lapse;
    plan(*view);
    if (!is_settled)
        co_return;
    std::set<std::string> free;
    for (auto const& [account_id, since] : free_since_)
        if (!leases_.held(account_id) && !leaves(account_id))
            free.insert(account_id);
    co_await take_over(std::move(free));
    for (auto const& account_id : leases_.accounts())
        if (is_share_of_another(account_id))
            doorbell_.ring();
}

/// What others should lead is left to them, unless they leave it lying.
void Fleet::plan(FleetView const& view) {
    auto const now = clock_.steady_now();
    shares_ = fair_shares(view);
    std::set<std::string> of_others;
    for (auto const& account_id : accounts_) {
        if (view.leader_of.contains(account_id)) {
            free_since_.erase(account_id);
            continue;
        }
        auto const since = free_since_.try_emplace(account_id, now).first->second;
        bool const is_left_lying = now - since > 6 * leases_.period();
        if (is_share_of_another(account_id) && !is_left_lying)
            of_others.insert(account_id);
    }
    std::erase_if(free_since_, [&](auto const& entry) { return !accounts_.contains(entry.first); });
    of_others_ = std::move(of_others);
}

Task<void> Fleet::take_over(std::set<std::string> free) {
    for (auto const& account_id : free) {
        auto const taken = co_await leases_.hold(account_id);
        if (!taken.has_value() || !taken->has_value())
            continue;
        log_->info("event=taken_over account_id={}", account_id);
        has_taken_over_ = true;
        doorbell_.ring();
    }
}

Task<void> Fleet::settle() {
    std::set<std::string> kept;
    std::size_t given_back = 0;
    for (auto const& account_id : leases_.accounts()) {
        if (!is_share_of_another(account_id)) {
            kept.insert(account_id);
            continue;
        }
        // A sweep that is due at once must not take it again before the other has looked.
        of_others_.insert(account_id);
        ++given_back;
    }
    if (given_back == 0)
        co_return;
    log_->info("event=accounts_shared kept={} given_back={}", kept.size(), given_back);
    co_await leases_.keep_only(std::move(kept));
}

bool Fleet::is_share_of_another(std::string const& account_id) const {
    auto const share = shares_.find(account_id);
    return share != shares_.end() && share->second != name_;
}

Task<void> Fleet::leave() {
    auto const left = co_await book_.leave();
    if (!left.has_value())
        log_->debug("event=fleet_not_left {}", field("reason", left.error().line()));
}

}  // namespace sasyncd
