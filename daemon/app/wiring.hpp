#pragma once

#include "app/account_client.hpp"
#include "app/lease_keeper.hpp"
#include "net/beast_transport.hpp"
#include "service/fan_out.hpp"
#include "store/accounts.hpp"
#include "store/migrator.hpp"
#include "store/pg_ledger.hpp"

#include <boost/asio/io_context.hpp>

#include <memory>
#include <vector>

namespace sasyncd {

/// Everything a command that sweeps is made of, in the order in which one would explain it; destroyed in reverse.
struct Wiring {
    Wiring(Settings the_settings, Log the_log, std::vector<Observer*> observers);

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
    LeaseKeeper leases;

    std::unique_ptr<Transport> transport;
    std::vector<std::unique_ptr<AccountClient>> clients;
};

/// "host:pid", which names this process in the lease table.
[[nodiscard]] std::string process_name();

}  // namespace sasyncd
