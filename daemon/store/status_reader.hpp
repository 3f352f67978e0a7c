#pragma once

#include "store/patient.hpp"
#include "sweep/subscription_reader.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace sasyncd {

/// A row of `sas.source`, with what the last walk was like.
struct SourceStatus {
    std::string account;  ///< label
    std::string account_id;
    std::string site;
    std::string name;  ///< "prod/china"
    std::int64_t source_id = 0;
    bool is_configured = false;
    std::string health;  ///< as in contract.md: new, ok, stale, held, refused, not_entitled, retired
    bool is_fresh = false;
    std::optional<std::chrono::milliseconds> age;  ///< since read_at, by the database's clock
    std::optional<SystemTime> read_at;
    std::optional<SystemTime> proven_at;
    std::optional<std::chrono::milliseconds> not_entitled_age;
    std::string last_verdict;
    std::int64_t last_walk_id = 0;
    std::optional<SystemTime> last_walk_ended_at;
    std::uint64_t open_findings = 0;
    std::uint64_t held = 0;
    std::string reason;
    Subscription subscription;  ///< as far as the site ever told
    std::optional<SystemTime> names_at;
    std::string not_told;                    ///< of names, edition and scan quota, and why
    std::chrono::seconds freshness_limit{};  ///< how old `read_at` may become
};

/// Findings of one kind, for the metric.
struct FindingCount {
    std::string account;
    bool is_present = false;
    std::string level;
    std::string status;  ///< in words
    std::uint64_t count = 0;
};

struct QuarantineCount {
    std::string account;
    std::uint64_t count = 0;
};

/// What the last verification of an account found.
struct VerificationStatus {
    std::string account;
    std::string account_id;
    SystemTime verified_at;
    std::chrono::milliseconds age;  ///< by the database's clock
    std::uint64_t differences = 0;
};

/// What opened and closed on a UTC day, over all accounts, without first loads and what left our view.
struct DayCount {
    std::chrono::sys_days day;
    std::uint64_t opened = 0;
    std::uint64_t closed = 0;
};

/// A finding that opened lately, not in a first load.
struct Opening {
    std::chrono::milliseconds age{};  ///< by the database's clock
    std::string level;
    std::string image;    ///< as a person calls it
    std::string malware;  ///< its name, or its MD5
    std::string source;
    bool is_reopened = false;
    bool is_present = false;
};

/// Reads what `status`, the metrics and the status page show.
class StatusReader {
public:
    StatusReader(DatabaseThread& thread, Clock& clock, Observer& observer, DatabaseOptions const& options)
        : calls_(thread, clock, observer, options) {}

    [[nodiscard]] Task<Result<std::vector<SourceStatus>>> sources();
    [[nodiscard]] Task<Result<std::vector<FindingCount>>> findings();
    /// Rows in quarantine now.
    [[nodiscard]] Task<Result<std::vector<QuarantineCount>>> quarantined();
    /// Of each account that was ever verified.
    [[nodiscard]] Task<Result<std::vector<VerificationStatus>>> verifications();
    /// Of the last 30 days, today the last.
    [[nodiscard]] Task<Result<std::vector<DayCount>>> days();
    /// The newest few, the newest first.
    [[nodiscard]] Task<Result<std::vector<Opening>>> openings();

private:
    Patient calls_;
};

}  // namespace sasyncd
