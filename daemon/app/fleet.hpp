#pragma once

#include "app/doorbell.hpp"
#include "app/lease_keeper.hpp"
#include "app/share_plan.hpp"

#include <optional>
#include <set>
#include <string>

namespace sasyncd {

/// This daemon among others: it tells them that it runs, takes over what nobody leads within the lease's time, and
/// gives back, between sweeps, what is more than its share.
class Fleet {
public:
    Fleet(FleetBook& book, LeaseKeeper& leases, std::string name, Doorbell& doorbell, Clock& clock, Log log)
        : book_(book),
          leases_(leases),
          // Twice the time to live: whoever is there has looked often by then.
          plan_(std::move(name), 6 * leases.period()),
          doorbell_(doorbell),
          clock_(clock),
          log_(std::move(log)) {}

    /// Looks around for ever, as often as leases are renewed. Spawn it once.
    [[nodiscard]] Task<void> watch();
    /// The accounts whose credentials this daemon has, as the last sweep found them.
    void set_accounts(std::set<std::string> account_ids) { plan_.set_accounts(std::move(account_ids)); }
    /// Gives back what others should lead. Between sweeps.
    [[nodiscard]] Task<void> settle();
    /// Whether another daemon is to take this account.
    [[nodiscard]] bool leaves(std::string const& account_id) const { return plan_.leaves(account_id); }
    /// Whether an account was taken over since this was asked last: it wants a sweep.
    [[nodiscard]] bool has_taken_over() { return std::exchange(has_taken_over_, false); }
    [[nodiscard]] Task<void> leave();

private:
    [[nodiscard]] Task<void> look();
    [[nodiscard]] Task<void> take_over(std::set<std::string> free);

    FleetBook& book_;
    LeaseKeeper& leases_;
    SharePlan plan_;
    Doorbell& doorbell_;
    Clock& clock_;
    Log log_;
    std::optional<std::chrono::milliseconds> next_lapse_;  ///< of another daemon, since the last look
    bool has_seen_all_ = false;                            ///< the last look succeeded
    bool has_taken_over_ = false;
};

}  // namespace sasyncd
