#include "app/lease_keeper.hpp"

#include <fmt/format.h>

namespace sasyncd {

LeaseKeeper::LeaseKeeper(DatabaseThread& thread, std::string holder, LeaseOptions const& lease,
                         DatabaseOptions const& database, Clock& clock, Observer& observer, Log log)
    : lease_(thread, std::move(holder), lease, database),
      options_(lease),
      clock_(clock),
      observer_(observer),
      log_(std::move(log)) {}

Task<Result<std::optional<Leadership>>> LeaseKeeper::hold(std::string account_id) {
    if (auto const found = held_.find(account_id); found != held_.end())
        co_return std::optional(found->second);
    if (is_closed_)
        co_return Error(ErrorKind::cancelled, "the leases were given back");
    auto taken = co_await lease_.acquire(account_id);
    if (taken.has_value() && taken->has_value()) {
        held_[account_id] = **taken;
        observer_.lease_changed(account_id, true);
    }
    co_return taken;
}

std::set<std::string> LeaseKeeper::accounts() const {
    std::set<std::string> accounts;
    for (auto const& [account_id, leader] : held_)
        accounts.insert(account_id);
    return accounts;
}

std::optional<Leadership> LeaseKeeper::held(std::string const& account_id) const {
    auto const found = held_.find(account_id);
    return found == held_.end() ? std::nullopt : std::optional(found->second);
}

Task<std::string> LeaseKeeper::holder_of(std::string account_id) {
    auto holder = co_await lease_.holder(std::move(account_id));
    if (!holder.has_value() || !holder->has_value())
        co_return std::string("another process");
    co_return (*holder)->name;
}

Task<void> LeaseKeeper::keep() {
    for (;;) {
        co_await clock_.sleep_for(period());
        co_await renew_all();
    }
}

Task<void> LeaseKeeper::renew_all() {
    auto const held = held_;
    for (auto const& [account_id, leader] : held) {
        auto renewed = co_await lease_.renew(leader);
        if (renewed.has_value())
            continue;
        log_->warn("event=lease_not_renewed account_id={} {}", account_id,
                   field("reason", renewed.error().line()));
        if (renewed.error().kind != ErrorKind::lost_lease)
            continue;
        held_.erase(account_id);
        observer_.lease_changed(account_id, false);
    }
}

Task<void> LeaseKeeper::keep_only(std::set<std::string> account_ids) {
    auto const held = held_;
    for (auto const& [account_id, leader] : held) {
        if (account_ids.contains(account_id))
            continue;
        held_.erase(account_id);
        observer_.lease_changed(account_id, false);
        co_await give_back(leader);
    }
}

Task<void> LeaseKeeper::give_back_all() {
    is_closed_ = true;
    auto const held = std::exchange(held_, {});
    for (auto const& [account_id, leader] : held)
        co_await give_back(leader);
}

Task<void> LeaseKeeper::give_back(Leadership leader) {
    auto const account_id = leader.account_id;
    auto released = co_await lease_.release(std::move(leader));
    if (!released.has_value())
        log_->warn("event=lease_not_given_back account_id={} {}; it lapses by itself", account_id,
                   field("reason", released.error().line()));
}

}  // namespace sasyncd
