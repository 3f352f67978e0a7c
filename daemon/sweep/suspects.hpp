#pragma once

#include "sweep/piece.hpp"
#include "sweep/question_round.hpp"

#include <set>
#include <unordered_map>
#include <unordered_set>

namespace sasyncd {

/// What becomes of the keys that a walk did not see: asked about, held by the fuse, closed, or left open. Fills the
/// certificate's suspects, asked, closed, left_open, held and control_request_id, and what end_walk is told of them;
/// closings wait in the difference to be published.
class SuspectDecisions {
public:
    SuspectDecisions(PieceContext& context, WalkStart const& start, WalkEnd& end, std::uint32_t page_size)
        : context_(context), start_(start), end_(end), page_size_(page_size) {}

    /// Unless it `may_ask`, all stays as it is. An error only where the database failed.
    [[nodiscard]] Task<Status> decide(std::vector<Key> missed, bool may_ask);

private:
    using Keys = std::vector<Key>;

    [[nodiscard]] SuspectMemory const* remembered(Key const& key) const;
    [[nodiscard]] bool is_released(Key const& key) const;
    [[nodiscard]] bool has_been_missed_for_long(Key const& key) const;
    [[nodiscard]] Keys without_held(Keys const& missed);
    [[nodiscard]] bool is_still() const;
    [[nodiscard]] std::uint32_t call_limit() const;
    [[nodiscard]] std::uint32_t most_rows_of_an_answer() const;

    [[nodiscard]] Task<Status> decide_on_empty_site(Keys open);
    [[nodiscard]] Task<Status> ask(Keys open, bool with_controls);
    [[nodiscard]] Task<Result<std::vector<Question>>> questions_about(Keys open, bool with_controls);
    [[nodiscard]] std::optional<Suspect> suspect_of(RowOutline const& detail, bool with_controls) const;
    [[nodiscard]] Task<Status> put(std::vector<Question> questions, bool with_controls);
    [[nodiscard]] Task<std::vector<Parameters>> all_views() const;
    void drop_unvouched(std::vector<Question>& questions, Controls const& controls) const;
    void learn_honesty(Controls const& controls);
    void fall_back_to_walks(Keys const& open);
    [[nodiscard]] Task<Status> judge_fuse();
    void settle(Keys const& missed);

    PieceContext& context_;
    WalkStart const& start_;
    WalkEnd& end_;
    std::uint32_t page_size_;
    std::unordered_map<Key, SuspectMemory const*, KeyHash> remembered_;
    std::unordered_set<Key, KeyHash> asked_;
    std::unordered_set<Key, KeyHash> held_;
    std::set<std::string>
        regions_apart_;  ///< they may show what "all" does not, or what they hold is not known
    std::vector<Gone> due_;
};

}  // namespace sasyncd
