#pragma once

#include "store/database_thread.hpp"
#include "sweep/source.hpp"

namespace sasyncd {

struct LeaseHolder {
    std::string name;
    std::chrono::milliseconds expires_in{};  ///< by the database's clock; negative: expired
};

/// Which process writes an account: a row with an expiry, judged by the database's clock, and a token that
/// fences. Use a session of its own. No call is repeated inside; errors `retry_later` and `unavailable` say
/// nothing about the lease.
class Lease {
public:
    /// `holder` names this process to others: host and process id.
    Lease(DatabaseThread& thread, std::string holder, LeaseOptions const& lease,
          DatabaseOptions const& database);

    /// Empty where another process holds it. A standby only reads.
    [[nodiscard]] Task<Result<std::optional<Leadership>>> acquire(std::string account_id);
    /// `lost_lease` where another process took it. One that expired and that nobody took is renewed. Waits
    /// behind our own publish; a time-out of that wait is `retry_later`, and no loss.
    [[nodiscard]] Task<Status> renew(Leadership leader);
    /// Gives it back; nothing happens where it is no longer ours.
    [[nodiscard]] Task<Status> release(Leadership leader);
    /// Who holds it now; empty where nobody ever did or it was given back.
    [[nodiscard]] Task<Result<std::optional<LeaseHolder>>> holder(std::string account_id);

    [[nodiscard]] std::string const& name() const { return holder_; }

private:
    [[nodiscard]] std::chrono::milliseconds deadline() const;

    DatabaseThread& thread_;
    std::string holder_;
    LeaseOptions options_;
    DatabaseOptions database_;
};

}  // namespace sasyncd
