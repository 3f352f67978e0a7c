#pragma once

#include "app/action_answer.hpp"
#include "app/lease_keeper.hpp"
#include "store/action_queue.hpp"

#include <optional>

namespace sasyncd {

/// An action lapses when its asker has not touched it for so long.
inline constexpr std::chrono::milliseconds kActionLapse = std::chrono::seconds(10);

/// What came of it. Neither of both: time is up, and the action was withdrawn.
struct PetitionOutcome {
    std::optional<ActionAnswer> answer;  ///< the leader carried it out
    std::optional<Leadership> leader;    ///< the lease came free: the asker leads, and does it himself
};

/// Asks the process that leads an account for something, and waits.
class Petition {
public:
    /// All outlive it. `actions` needs no patience: an absence of the database is sat out here.
    Petition(ActionQueue& actions, LeaseKeeper& leases, Clock& clock)
        : actions_(actions), leases_(leases), clock_(clock) {}

    /// An error only where the database refuses.
    [[nodiscard]] Task<Result<PetitionOutcome>> ask(ActionRequest request, SteadyTime deadline);

private:
    /// Empty: wait on.
    [[nodiscard]] Task<Result<std::optional<PetitionOutcome>>> look(std::string account_id,
                                                                    std::int64_t action_id);

    ActionQueue& actions_;
    LeaseKeeper& leases_;
    Clock& clock_;
};

}  // namespace sasyncd
