#include "app/fleet.hpp"

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
        if (!plan_.accounts().empty())
            co_await look();
    }
}

Task<void> Fleet::look() {
    next_lapse_.reset();
    auto const view = co_await book_.announce(plan_.accounts());
    // After an absence of the database all leases have run out: first whoever had them renews his.
    bool const is_settled = std::exchange(has_seen_all_, view.has_value());
    if (!view.has_value()) {  // whoever renews the lease at the same time says it louder
        log_->debug("event=fleet_not_seen {}", field("reason", view.error().line()));
        co_return;
    }
    next_lapse_ = view->next_lapse;
    plan_.look(*view, clock_.steady_now());
    if (!is_settled)
        co_return;
    auto free = plan_.free();
    std::erase_if(free, [&](auto const& account_id) { return leases_.held(account_id).has_value(); });
    co_await take_over(std::move(free));
    for (auto const& account_id : leases_.accounts())
        if (plan_.is_share_of_another(account_id))
            doorbell_.ring();
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
    auto const led = leases_.accounts();
    auto kept = plan_.give_back(led);
    if (kept.size() == led.size())
        co_return;
    log_->info("event=accounts_shared kept={} given_back={}", kept.size(), led.size() - kept.size());
    co_await leases_.keep_only(std::move(kept));
}

Task<void> Fleet::leave() {
    auto const left = co_await book_.leave();
    if (!left.has_value())
        log_->debug("event=fleet_not_left {}", field("reason", left.error().line()));
}

}  // namespace sasyncd
