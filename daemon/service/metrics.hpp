#pragma once

#include "sweep/observer.hpp"

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace sasyncd {

/// What of a source stands in the database, for its gauges.
struct SourceFigures {
    std::string account;  ///< label
    std::string account_id;
    std::string site;
    std::string source;
    std::optional<SystemTime> read_at;
    std::optional<SystemTime> proven_at;
    std::string health;  ///< as in contract.md
    /// How old `read_at` may become; nothing where nobody reads the source.
    std::optional<std::chrono::seconds> freshness_limit;
    std::uint64_t held = 0;
};

/// Findings of one account that are alike in these.
struct FindingFigures {
    std::string account;
    bool is_present = false;
    std::string level;
    std::string status;  ///< in words
    std::uint64_t count = 0;
};

/// What the last verification of an account found.
struct VerificationFigures {
    std::string account;
    SystemTime verified_at;
    std::uint64_t differences = 0;
};

/// Counts what it is told and shows it to Prometheus, under the names of the contract. Labels are bounded: text that
/// strangers chose becomes "other".
class Metrics final : public Observer {
public:
    Metrics();
    ~Metrics() override;

    void request_done(Request const& request) override;
    void question_answered(Source const& source, std::string_view answer, std::uint64_t done,
                           std::uint64_t of) override;
    void published(Source const& source, PartOutcome const& outcome) override;
    void walk_ended(Source const& source, Certificate const& certificate,
                    std::chrono::milliseconds duration) override;
    void throttled(Source const& source) override;
    void unknown_met(Source const& source, std::map<std::string, std::uint64_t> const& names) override;
    void clock_skew_learned(Site site, std::chrono::seconds skew) override;
    void database_failed(Error const& error) override;
    void lease_changed(std::string_view account_id, bool is_held) override;
    void reloaded(bool is_in_force) override;

    /// Each takes the place of what was shown before.
    void show_sources(std::vector<SourceFigures> const& sources);
    void show_findings(std::vector<FindingFigures> const& findings);
    void show_quarantined(std::map<std::string, std::uint64_t> const& by_account);
    void show_verifications(std::vector<VerificationFigures> const& verifications);

    /// In the text format of Prometheus, version 0.0.4.
    [[nodiscard]] std::string text() const;

private:
    struct Families;
    void show_leases();

    std::unique_ptr<Families> families_;
    std::map<std::string, bool> leases_;         ///< by account id
    std::map<std::string, std::string> labels_;  ///< of accounts, by id
    std::set<std::string> unknown_names_;
};

}  // namespace sasyncd
