#pragma once

#include "app/action_answer.hpp"
#include "app/action_book.hpp"
#include "app/doorbell.hpp"
#include "app/wiring.hpp"

namespace sasyncd {

/// What operators ask of this process as the leader of accounts: read at each renewal of a lease, carried out between
/// sweeps.
class ActionDesk {
public:
    ActionDesk(Wiring& wiring, Doorbell& doorbell) : wiring_(wiring), doorbell_(doorbell) {}

    /// Reads for ever, as often as leases are renewed, and rings where there is something to do. Spawn it once.
    [[nodiscard]] Task<void> watch();
    /// Reads what is asked now.
    [[nodiscard]] Task<void> look();
    /// Carries pending releases and retirements out. Only between sweeps: a walk under way would hold again what is
    /// released.
    [[nodiscard]] Task<void> carry_out_orders();

    [[nodiscard]] bool is_sync_asked() const { return book_.has(ActionKind::sync); }
    /// The syncs that the sweep which begins now answers, all of them.
    [[nodiscard]] std::vector<Action> take_syncs() { return book_.take(ActionKind::sync); }
    /// Tells the askers how it ended; `answer_of` is asked for each account. Nothing is said for an account whose
    /// lease was lost meanwhile: its new leader sweeps again.
    using AnswerOf = std::function<ActionAnswer(std::string const& account_id)>;
    [[nodiscard]] Task<void> answer(std::vector<Action> syncs, AnswerOf answer_of);

private:
    [[nodiscard]] Task<void> carry_out(Action order);
    [[nodiscard]] Task<void> tell(Action action, std::string answer);

    Wiring& wiring_;
    Doorbell& doorbell_;
    ActionBook book_;
};

}  // namespace sasyncd
