#pragma once

#include "base/clock.hpp"
#include "store/database_thread.hpp"

#include <vector>

namespace sasyncd {

/// Notices a server that takes bytes and answers nobody: while a call lasts longer than is usual, it is asked for a
/// sign of life on a session of its own. Where none comes, the calls are cut, and fail as `unavailable`, long before
/// their deadlines, which must leave room for the longest publish.
class Pulse {
public:
    /// `probe`: used for nothing else.
    Pulse(DatabaseThread& probe, std::vector<DatabaseThread*> watched, Clock& clock, Log log)
        : probe_(probe),
          watched_(std::move(watched)),
          clock_(clock),
          log_(std::move(log)),
          under_way_(watched_.size()) {}

    /// Looks for ever. Spawn it once.
    [[nodiscard]] Task<void> keep();

private:
    /// Whether one of the calls was under way already when this was asked last.
    [[nodiscard]] bool is_waited_for();
    void give_up();
    /// False where nothing came back in time; a refusal is an answer.
    [[nodiscard]] Task<bool> is_alive();

    DatabaseThread& probe_;
    std::vector<DatabaseThread*> watched_;
    Clock& clock_;
    Log log_;
    std::vector<std::chrono::steady_clock::rep> under_way_;
};

}  // namespace sasyncd
