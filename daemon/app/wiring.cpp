#include "app/wiring.hpp"

#include "app/names.hpp"

#include <stdexcept>

namespace sasyncd {

namespace {

Settings with_access(Settings settings, Access access) {
    settings.database.read_only = access == Access::reads;
    return settings;
}

DatabaseOptions impatient(DatabaseOptions options) {
    options.patience = std::chrono::milliseconds(0);
    return options;
}

}  // namespace

Wiring::Wiring(Settings the_settings, Log the_log, std::vector<Observer*> observers, Access access)
    : settings(with_access(std::move(the_settings), access)),
      log(std::move(the_log)),
      observer(std::move(observers)),
      writer(io.get_executor(), "writer", settings.database, log),
      lease_thread(io.get_executor(), "lease", settings.database, log),
      migrator(writer, settings.database),
      ledger(writer, clock, observer, settings.database, access == Access::reads),
      accounts(writer, clock, observer, settings.database),
      entitlements(writer, clock, observer, settings.database),
      sites(writer, clock, observer, settings.database),
      neighbours(writer, clock, observer, settings.database),
      actions(writer, clock, observer, settings.database),
      action_watch(lease_thread, clock, observer, impatient(settings.database)),
      leases(lease_thread, process_name(), settings.lease, settings.database, clock, observer, log) {
    connect(settings);
}

void Wiring::mark(std::string const& step) {
    if (staging)
        staging->moments.mark(step);
}

void Wiring::exchange(Settings fresh) {
    connect(fresh);
    settings = std::move(fresh);
}

void Wiring::connect(Settings const& to) {
    auto made = make_beast_transport(io.get_executor(), to.transport, process_environment(), log);
    if (!made.has_value())
        throw std::invalid_argument(made.error().line());
    std::vector<std::unique_ptr<AccountClient>> made_clients;
    for (auto const& account : to.accounts)
        made_clients.push_back(std::make_unique<AccountClient>(account, to, **made, clock, observer, log));
    clients = std::move(made_clients);  // before the transport that the old ones speak through
    transport = std::move(made).value();
}

std::unique_ptr<Wiring> wire_up(Settings settings, Log const& log, std::vector<Observer*> observers,
                                Access access) {
    try {
        return std::make_unique<Wiring>(std::move(settings), log, std::move(observers), access);
    } catch (std::invalid_argument const& fault) {
        log->error("event=settings_refused {}", field("reason", fault.what()));
        return nullptr;
    }
}

}  // namespace sasyncd
