#pragma once

#include "app/wiring.hpp"
#include "service/metrics.hpp"
#include "store/status_reader.hpp"

#include <boost/asio/steady_timer.hpp>

#include <optional>
#include <string>
#include <vector>

namespace sasyncd {

/// What the database tells those who look, as it last told it. Reads on a session of its own, at most every few seconds
/// however often it is asked, and lets nobody wait long for a database that is away.
class StatusWatch {
public:
    enum class Wants { health, page };

    StatusWatch(Wiring& wiring, Metrics& metrics);

    /// Reads anew where what is known is no longer new, and returns when it is, or when waiting is no use.
    [[nodiscard]] Task<void> look(Wants wants);

    /// With those of the settings that are not on record.
    [[nodiscard]] std::vector<SourceStatus> const& sources() const { return sources_; }
    [[nodiscard]] std::vector<VerificationStatus> const& verifications() const { return verifications_; }
    [[nodiscard]] std::vector<DayCount> const& days() const { return days_; }
    [[nodiscard]] std::vector<Opening> const& openings() const { return openings_; }
    /// Empty where it answers.
    [[nodiscard]] std::string trouble() const;
    /// Since it told what is known; empty: it never did.
    [[nodiscard]] std::optional<std::chrono::milliseconds> known_for() const;

private:
    [[nodiscard]] bool is_due(Wants wants) const;
    void begin();
    void end(std::exception_ptr const& failure);
    [[nodiscard]] Task<void> read();
    [[nodiscard]] Task<void> read_lists();
    void show(std::vector<FindingCount> const& findings, std::vector<QuarantineCount> const& quarantined);

    Wiring& wiring_;
    Metrics& metrics_;
    DatabaseThread thread_;
    Observer nobody_;
    StatusReader reader_;
    boost::asio::steady_timer patience_;  ///< of those who wait for the reading under way

    std::vector<SourceStatus> sources_;
    std::vector<VerificationStatus> verifications_;
    std::vector<DayCount> days_;
    std::vector<Opening> openings_;
    std::string trouble_ = "the database was not read yet";

    bool is_reading_ = false;
    bool wants_lists_ = false;
    SteadyTime began_at_{};
    std::optional<SteadyTime> ended_at_;
    std::optional<SteadyTime> told_at_;
    std::optional<SteadyTime> lists_at_;
};

}  // namespace sasyncd
