#pragma once

#include "sweep/suspect_questions.hpp"

#include <unordered_set>

namespace sasyncd {

/// What becomes of the keys that a walk did not see: asked about, held by the fuse, closed, or left open. Fills the
/// certificate's suspects, asked, closed, left_open, held and control_request_id, and what end_walk is told of them;
/// closings wait in the difference to be published.
class SuspectDecisions {
public:
    SuspectDecisions(PieceContext& context, WalkStart const& start, WalkEnd& end, std::uint32_t page_size);

    /// Unless it `may_ask`, all stays as it is. An error only where the database failed.
    [[nodiscard]] Task<Status> decide(std::vector<Key> missed, bool may_ask);

private:
    using Keys = std::vector<Key>;

    [[nodiscard]] Keys without_held(Keys const& missed);
    [[nodiscard]] bool is_still() const;
    [[nodiscard]] Task<Status> find_out(Keys open);
    [[nodiscard]] Keys may_close_on_empty_site(Keys const& open);
    void fall_back_to_walks(Keys const& open);
    [[nodiscard]] Task<Status> judge_fuse();
    void settle(Keys const& missed);

    PieceContext& context_;
    WalkStart const& start_;
    WalkEnd& end_;
    RememberedSuspects remembered_;
    std::uint32_t call_limit_;
    SuspectQuestions questions_;
    std::unordered_set<Key, KeyHash> held_;
    std::vector<Gone> due_;
};

}  // namespace sasyncd
