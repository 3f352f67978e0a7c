#pragma once

#include "bench/api.hpp"
#include "bench/timed_ledger.hpp"
#include "store/accounts.hpp"
#include "store/lease.hpp"
#include "store/pg_ledger.hpp"
#include "sweep/quota.hpp"
#include "sweep/walk.hpp"

#include <boost/asio/io_context.hpp>

#include <string>

namespace sasyncd::bench {

/// The rooms of the daemon, put together as it does, but over an API of ours, and without renewing the lease.
class Rig {
public:
    /// `requests_per_second`: the quota; without one, as fast as the API answers.
    Rig(boost::asio::io_context& io, std::string const& database, std::string account_id,
        double requests_per_second = 1e9);

    /// Makes the tables, where there are none, and takes the lease.
    [[nodiscard]] Task<bool> prepare();
    /// One sweep over one source, with all that a sweep writes. Throws unless it was whole.
    [[nodiscard]] Task<Certificate> sweep(PageReader& api, std::uint32_t page_size);

    [[nodiscard]] RealClock& clock() { return clock_; }
    /// Of the last sweep.
    [[nodiscard]] TimedLedger const& ledger() const { return ledger_; }

private:
    [[nodiscard]] Source source() const;

    std::string account_id_;
    Log log_ = silent_log();
    RealClock clock_;
    Observer observer_;
    SweepOptions options_;
    DatabaseOptions database_;
    DatabaseThread writer_;
    DatabaseThread lease_thread_;
    PgLedger tables_;
    TimedLedger ledger_;
    Accounts accounts_;
    Lease lease_;
    Quota quota_;
    Leadership leader_;
};

}  // namespace sasyncd::bench
