#pragma once

#include "app/status_watch.hpp"
#include "service/admin_server.hpp"
#include "service/sweep_results.hpp"
#include "service/under_way.hpp"

namespace sasyncd {

/// What the admin endpoint shows: the status page at /, and /metrics, /livez, /readyz, /status.
class Admin {
public:
    Admin(Wiring& wiring, Metrics& metrics, SweepResults const& results, UnderWay const& under_way);

    /// Serves for ever.
    [[nodiscard]] Task<void> serve();

private:
    [[nodiscard]] Task<AdminAnswer> answer(std::string path);
    [[nodiscard]] std::string const& page();
    [[nodiscard]] std::vector<std::string> troubles() const;
    [[nodiscard]] bool is_stale(SourceStatus const& source) const;

    Wiring& wiring_;
    Metrics& metrics_;
    SweepResults const& results_;
    UnderWay const& under_way_;
    StatusWatch watch_;
    AdminServer server_;
    SteadyTime began_;
    std::string page_;  ///< as last made
    std::optional<SteadyTime> page_made_at_;
};

}  // namespace sasyncd
