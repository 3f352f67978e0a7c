#pragma once

#include "store/database_thread.hpp"

#include <map>
#include <optional>
#include <set>
#include <string>

namespace sasyncd {

/// Which daemons run, and who leads what, by the database's clock.
struct FleetView {
    std::map<std::string, std::set<std::string>> accounts_of;  ///< by daemon: the accounts that it could lead
    std::map<std::string, std::string> leader_of;              ///< by account, where a lease is in force
    /// When the next of the others counts as gone, or loses a lease, unless it says something.
    std::optional<std::chrono::milliseconds> next_lapse;
};

/// Where daemons tell each other that they run. No call is repeated inside.
class FleetBook {
public:
    /// Who says nothing for longer than `ttl` counts as gone.
    FleetBook(DatabaseThread& thread, std::string holder, LeaseOptions const& lease,
              DatabaseOptions const& database);

    /// Says that this daemon runs and could lead these accounts, and looks around.
    [[nodiscard]] Task<Result<FleetView>> announce(std::set<std::string> accounts);
    [[nodiscard]] Task<Status> leave();

private:
    [[nodiscard]] std::chrono::milliseconds deadline() const;

    DatabaseThread& thread_;
    std::string holder_;
    LeaseOptions lease_;
    DatabaseOptions database_;
};

}  // namespace sasyncd
