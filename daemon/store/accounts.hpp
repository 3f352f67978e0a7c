#pragma once

#include "store/patient.hpp"
#include "sweep/source.hpp"

#include <optional>
#include <string>
#include <vector>

namespace sasyncd {

struct RecordedAccount {
    std::string account_id;
    std::string key_digest;
};

/// Whose credentials are whose, which sources are planned, and the rows of sweeps.
class Accounts {
public:
    /// Read-only (`sync --dry-run`, options.read_only): what would be written is passed over, and a sweep has no
    /// number (0).
    Accounts(DatabaseThread& thread, Clock& clock, Observer& observer, DatabaseOptions const& options)
        : calls_(thread, clock, observer, options) {}

    /// What is on record for a label; empty where nothing is. With an equal digest STS need not be asked.
    [[nodiscard]] Task<Result<std::optional<RecordedAccount>>> recorded(std::string label);
    /// Records label, id and digest, where something differs. `unauthorised`, with the remedy, where the
    /// label is on record with another id: the account is refused until `accept`.
    [[nodiscard]] Task<Status> record(std::string label, std::string account_id, std::string key_digest);
    /// The same judgement, and nothing is recorded.
    [[nodiscard]] Task<Status> expect(std::string label, std::string account_id);
    /// The credentials of the label were refused, or are another account's: so are its sources, until a walk is whole
    /// again. Nothing where another process than `holder` leads the account.
    [[nodiscard]] Task<Status> refuse(std::string label, std::string reason, std::string holder);
    /// `check --accept-account`: from now on the label means this id. Recorded as an action.
    [[nodiscard]] Task<Status> accept(std::string label, std::string account_id, std::string key_digest,
                                      std::string asked_by);

    /// Marks these sources of the leader's account as configured, and its other ones as not; writes only what
    /// differs.
    [[nodiscard]] Task<Status> register_sources(Leadership leader, std::vector<Source> planned,
                                                std::chrono::milliseconds freshness_limit);
    /// Marks the sources of accounts whose label is none of these as not configured.
    [[nodiscard]] Task<Status> keep_only(std::vector<std::string> labels);
    /// `kind`: "run" or "sync"; `holder`: this process.
    [[nodiscard]] Task<Result<std::int64_t>> begin_sweep(std::string kind, std::string holder);
    [[nodiscard]] Task<Status> end_sweep(std::int64_t sweep_id, std::string result);

private:
    [[nodiscard]] bool is_read_only() const { return calls_.options().read_only; }

    Patient calls_;
};

}  // namespace sasyncd
