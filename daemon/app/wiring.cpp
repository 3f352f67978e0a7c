#include "app/wiring.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <array>
#include <stdexcept>

namespace sasyncd {

Wiring::Wiring(Settings the_settings, Log the_log, std::vector<Observer*> observers)
    : settings(std::move(the_settings)),
      log(std::move(the_log)),
      observer(std::move(observers)),
      writer(io.get_executor(), "writer", settings.database, log),
      lease_thread(io.get_executor(), "lease", settings.database, log),
      migrator(writer, settings.database),
      ledger(writer, clock, observer, settings.database, false),
      accounts(writer, clock, observer, settings.database),
      leases(lease_thread, process_name(), settings.lease, settings.database, clock, observer, log) {
    auto made = make_beast_transport(io.get_executor(), settings.transport, process_environment(), log);
    if (!made.has_value())
        throw std::invalid_argument(made.error().line());
    transport = std::move(made).value();
    for (auto const& account : settings.accounts)
        clients.push_back(std::make_unique<AccountClient>(account, settings, *transport, clock, observer, log));
}

std::string process_name() {
    std::array<char, 256> host{};
    gethostname(host.data(), host.size() - 1);
    return fmt::format("{}:{}", host.data(), getpid());
}

}  // namespace sasyncd
