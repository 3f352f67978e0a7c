#pragma once

#include "store/patient.hpp"

#include <chrono>
#include <cstdint>

namespace sasyncd {

/// What recording and replaying ask of the database beside the ledger.
class ReplayTarget {
public:
    ReplayTarget(DatabaseThread& thread, Clock& clock, Observer& observer, DatabaseOptions const& options)
        : calls_(thread, clock, observer, options) {}

    /// Nothing was ever synced or replayed into this database. The schema must be there.
    [[nodiscard]] Task<Result<bool>> is_empty();
    /// The next sweep, the next walk gets this number.
    [[nodiscard]] Task<Status> number_next_sweep(std::int64_t number);
    [[nodiscard]] Task<Status> number_next_walk(std::int64_t number);

    using Time = std::chrono::sys_time<std::chrono::microseconds>;
    /// By the database's clock.
    [[nodiscard]] Task<Result<Time>> time();

private:
    [[nodiscard]] Task<Status> set_number(std::string_view statement, std::int64_t number);

    Patient calls_;
};

}  // namespace sasyncd
