#pragma once

#include "app/account_client.hpp"
#include "app/lease_keeper.hpp"
#include "app/moment_ledger.hpp"
#include "app/moment_neighbour_ledger.hpp"
#include "app/moment_site_ledger.hpp"
#include "net/beast_transport.hpp"
#include "service/fan_out.hpp"
#include "store/accounts.hpp"
#include "store/action_queue.hpp"
#include "store/entitlements.hpp"
#include "store/migrator.hpp"
#include "store/neighbour_book.hpp"
#include "store/pg_ledger.hpp"
#include "store/site_book.hpp"

#include <boost/asio/io_context.hpp>

#include <memory>
#include <optional>
#include <vector>

namespace sasyncd {

/// Whether a command may write to the database, or promised not to.
enum class Access { writes, reads };

/// What dates and numbers come from where a sweep is recorded or replayed.
struct Staging {
    Staging(Ledger& ledger, SiteLedger& sites, NeighbourLedger& neighbours, Moments& to_ask)
        : moments(to_ask),
          dated_ledger(ledger, to_ask),
          dated_sites(sites, to_ask),
          dated_neighbours(neighbours, to_ask) {}

    Moments& moments;
    MomentLedger dated_ledger;
    MomentSiteLedger dated_sites;
    MomentNeighbourLedger dated_neighbours;
    Clock* still_clock =
        nullptr;  ///< a replay's: its walks are read one after the other, and no time passes for them
};

/// Everything a command that sweeps is made of, in the order in which one would explain it; destroyed in reverse.
struct Wiring {
    Wiring(Settings the_settings, Log the_log, std::vector<Observer*> observers,
           Access access = Access::writes);

    Settings settings;
    Log log;
    boost::asio::io_context io{1};
    RealClock clock;
    FanOut observer;

    DatabaseThread writer;
    DatabaseThread lease_thread;
    Migrator migrator;
    PgLedger ledger;
    Accounts accounts;
    Entitlements entitlements;
    SiteBook sites;
    NeighbourBook neighbours;
    ActionQueue actions;
    ActionQueue
        action_watch;  ///< beside a publish under way, and without patience: who calls it calls it again
    LeaseKeeper leases;

    std::unique_ptr<Transport> transport;
    std::vector<std::unique_ptr<AccountClient>> clients;

    std::optional<Staging> staging;  ///< empty for a plain sweep
    /// What is asked of the database next happens at this step; of no consequence for a plain sweep.
    void mark(std::string const& step);
    [[nodiscard]] bool is_replay() const { return staging && staging->still_clock != nullptr; }

    /// New clients for these settings in place of the old, which must have no call under way; what else is built of
    /// settings stays. Throws `std::invalid_argument` where none can be made, and changes nothing then.
    void exchange(Settings fresh);

private:
    void connect(Settings const& to);
};

/// The settings cannot be wired up: logged. Null then.
[[nodiscard]] std::unique_ptr<Wiring> wire_up(Settings settings, Log const& log,
                                              std::vector<Observer*> observers,
                                              Access access = Access::writes);

}  // namespace sasyncd
