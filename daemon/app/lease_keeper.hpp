#pragma once

#include "store/lease.hpp"
#include "sweep/observer.hpp"

#include <map>
#include <set>
#include <string>

namespace sasyncd {

/// The leases this process holds, renewed in time on a session of their own.
class LeaseKeeper {
public:
    LeaseKeeper(DatabaseThread& thread, std::string holder, LeaseOptions const& lease,
                DatabaseOptions const& database, Clock& clock, Observer& observer, Log log);

    /// The lease of an account: the one held, or a new one; empty where another process has it. `cancelled` once all
    /// were given back.
    [[nodiscard]] Task<Result<std::optional<Leadership>>> hold(std::string account_id);
    /// The accounts whose lease is held.
    [[nodiscard]] std::set<std::string> accounts() const;
    /// The one held; empty where it is not.
    [[nodiscard]] std::optional<Leadership> held(std::string const& account_id) const;
    /// Who has it, for a message.
    [[nodiscard]] Task<std::string> holder_of(std::string account_id);
    /// Renews for ever, thrice in each time to live. Spawn it once.
    [[nodiscard]] Task<void> keep();
    /// Gives those of other accounts back, for whoever else has them in his settings.
    [[nodiscard]] Task<void> keep_only(std::set<std::string> account_ids);
    /// At the end: none is taken any more.
    [[nodiscard]] Task<void> give_back_all();
    /// How often leases are renewed.
    [[nodiscard]] std::chrono::milliseconds period() const { return options_.ttl / 3; }

private:
    [[nodiscard]] Task<void> renew_all();
    [[nodiscard]] Task<void> give_back(Leadership leader);

    Lease lease_;
    LeaseOptions options_;
    Clock& clock_;
    Observer& observer_;
    Log log_;
    std::map<std::string, Leadership> held_;
    bool is_closed_ = false;
};

}  // namespace sasyncd
