#pragma once

#include "app/wiring.hpp"
#include "service/admin_server.hpp"
#include "service/metrics.hpp"
#include "store/status_reader.hpp"

namespace sasyncd {

/// What the admin endpoint shows: /metrics, /livez, /readyz, /status. Reads the database on a session of its own, at
/// most every few seconds however often it is asked, and tells what it knew last where the database does not answer.
class Admin {
public:
    Admin(Wiring& wiring, Metrics& metrics);

    /// Serves for ever.
    [[nodiscard]] Task<void> serve();

private:
    [[nodiscard]] Task<AdminAnswer> answer(std::string path);
    [[nodiscard]] Task<void> refresh();
    [[nodiscard]] Task<void> read();
    void show(std::vector<FindingCount> const& findings, std::vector<QuarantineCount> const& quarantined);
    [[nodiscard]] std::vector<std::string> troubles() const;
    [[nodiscard]] bool is_stale(SourceStatus const& source) const;

    Wiring& wiring_;
    Metrics& metrics_;
    DatabaseThread thread_;
    Observer nobody_;
    StatusReader reader_;
    AdminServer server_;
    SteadyTime began_;
    std::vector<SourceStatus> sources_;
    std::vector<VerificationStatus> verifications_;
    std::string database_trouble_ = "the database was not read yet";
    std::optional<SteadyTime> read_at_;
    bool is_reading_ = false;
};

}  // namespace sasyncd
