#pragma once

#include "store/patient.hpp"
#include "sweep/source.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace sasyncd {

enum class ActionKind : std::uint8_t { sync, release, retire, accept_account };

[[nodiscard]] std::string_view to_string(ActionKind kind);

struct ActionRequest {
    std::string account_id;
    std::optional<std::int64_t> source_id;
    ActionKind kind = ActionKind::sync;
    std::string asked_by;
    std::string reason;
};

struct Action {
    std::int64_t action_id = 0;  ///< 0: not on record, carried out by who asked
    ActionRequest request;
};

/// What operators ask of the process that holds the lease. An action lapses when its asker stops touching it.
class ActionQueue {
public:
    ActionQueue(DatabaseThread& thread, Clock& clock, Observer& observer, DatabaseOptions const& options)
        : calls_(thread, clock, observer, options) {}

    [[nodiscard]] Task<Result<std::int64_t>> ask(ActionRequest request);
    /// Says that the asker still waits. The result once it was carried out, empty until then.
    [[nodiscard]] Task<Result<std::optional<std::string>>> touch(std::string account_id,
                                                                 std::int64_t action_id);
    /// Not done, and touched within `lapse`, oldest first.
    [[nodiscard]] Task<Result<std::vector<Action>>> pending(std::string account_id,
                                                            std::chrono::milliseconds lapse);
    [[nodiscard]] Task<Status> done(std::string account_id, std::vector<std::int64_t> action_ids,
                                    std::string result);

    /// `release`: lets the action's source close what it holds; the fuse is waived for just those keys. `retire`:
    /// closes the source. Returns what was done, in words. Answers the action, or leaves a row of it; `lost_lease`
    /// where the leader no longer leads, `rejected` where it must not be done.
    [[nodiscard]] Task<Result<std::string>> carry_out(Leadership leader, Action action);

private:
    Patient calls_;
};

}  // namespace sasyncd
