#pragma once

#include "sweep/piece.hpp"
#include "sweep/question_round.hpp"
#include "sweep/remembered_suspects.hpp"

#include <set>
#include <unordered_set>

namespace sasyncd {

/// Asks the site about suspects, controls before and after. Fills the certificate's control_request_id, and learns
/// whether the site honours questions at all.
class SuspectQuestions {
public:
    /// At most `call_limit` calls in all.
    SuspectQuestions(PieceContext& context, RememberedSuspects const& remembered, WalkStart const& start,
                     WalkEnd& end, std::uint32_t page_size, std::uint32_t call_limit);

    /// Those that the site's answers close. Without controls only where it has no row that could be one.
    [[nodiscard]] Task<Result<std::vector<Gone>>> ask(std::vector<Key> open, bool with_controls);

    [[nodiscard]] bool has_asked(Key const& key) const { return asked_.contains(key); }
    [[nodiscard]] std::size_t asked() const { return asked_.size(); }

private:
    [[nodiscard]] Task<Result<std::vector<Question>>> questions_about(std::vector<Key> open,
                                                                      bool with_controls);
    [[nodiscard]] std::optional<Suspect> suspect_of(RowOutline const& detail, bool with_controls) const;
    [[nodiscard]] std::uint32_t most_rows_of_an_answer() const;
    [[nodiscard]] Task<std::vector<Parameters>> all_views() const;
    [[nodiscard]] Task<Result<std::vector<Gone>>> put(std::vector<Question> questions, bool with_controls);
    [[nodiscard]] Task<void> ask_controls_before(Controls& controls, std::vector<Question>& questions);
    void learn_honesty(Controls const& controls);

    PieceContext& context_;
    RememberedSuspects const& remembered_;
    WalkStart const& start_;
    WalkEnd& end_;
    std::uint32_t page_size_;
    std::uint32_t call_limit_;
    std::unordered_set<Key, KeyHash> asked_;
    std::set<std::string> regions_apart_;  ///< may show what "all" does not, or what they hold is not known
};

}  // namespace sasyncd
