#pragma once

#include "store/checks.hpp"
#include "store/patient.hpp"
#include "store/verification.hpp"
#include "sweep/ledger.hpp"

#include <chrono>
#include <string>
#include <vector>

namespace sasyncd {

struct VerifiedAccount {
    std::string account_id;
    std::string label;
};

/// Holds what is stored against what it follows from. Takes minutes for millions of rows: wants a session of its own.
class Verifier {
public:
    Verifier(DatabaseThread& thread, Clock& clock, Observer& observer, DatabaseOptions const& options)
        : calls_(thread, clock, observer, options) {}

    /// All that were ever synced.
    [[nodiscard]] Task<Result<std::vector<VerifiedAccount>>> accounts();
    /// In one transaction that can only read, and sees one moment; beside a publish under way.
    [[nodiscard]] Task<Result<Verification>> verify(std::string account_id, RescanDepth depth,
                                                    std::size_t limit);
    /// Image and MD5 of these occurrences, each a `place` as "site/row key".
    [[nodiscard]] Task<Result<std::vector<Discrepancy>>> add_names(std::string account_id,
                                                                   std::vector<Discrepancy> occurrences);
    [[nodiscard]] Task<Result<Repaired>> repair(Leadership leader, std::string asked_by);
    /// For the status, the metrics and whoever asks when the next one is due.
    [[nodiscard]] Task<Status> record(std::string account_id, std::uint64_t differences,
                                      std::string verified_by);
    /// How long until a day has passed since the last one; zero or less where it has.
    [[nodiscard]] Task<Result<std::chrono::milliseconds>> due_in(std::string account_id);

private:
    Patient calls_;
};

}  // namespace sasyncd
