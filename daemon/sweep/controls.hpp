#pragma once

#include "sweep/asking.hpp"
#include "sweep/control_rows.hpp"
#include "sweep/questions.hpp"

#include <map>
#include <set>

namespace sasyncd {

/// Before and after each round of questions the site is asked for rows that the walk just saw. Unless one of them
/// comes back both times, its answers prove nothing about suspects of that kind and Status.
class Controls {
public:
    /// `views`: the filters under which the source is looked at, "all" and its slices.
    Controls(Asking& asking, ControlRows const& rows, std::vector<Parameters> views)
        : asking_(asking), rows_(rows), views_(std::move(views)) {}

    [[nodiscard]] Task<void> ask_before(std::set<ControlClass> classes);
    [[nodiscard]] Task<void> ask_after();

    /// A row of the class came back each time that rows were asked for.
    [[nodiscard]] bool vouch_for(ControlClass const& wanted) const { return proven_.contains(wanted); }
    [[nodiscard]] bool vouch_for_any() const { return !proven_.empty(); }
    /// Answers held rows of other MD5s, and none was right: the filter is not honoured at all.
    [[nodiscard]] bool are_dishonest() const { return saw_dishonest_ && proven_.empty(); }

    /// Did narrowing by this parameter bring back a living row of this kind? Asked once, when first wanted.
    [[nodiscard]] Task<bool> narrowing_works(std::string parameter, Kind kind);

    [[nodiscard]] std::string const& request_id() const { return request_id_; }

private:
    [[nodiscard]] Task<bool> comes_back(ControlClass wanted, RowOutline row, Round round);
    [[nodiscard]] Task<bool> comes_back_in(Parameters view, ControlClass wanted, RowOutline row, Round round);
    [[nodiscard]] Task<Answer> ask(PageQuery query, RowOutline const& row, Round round);
    [[nodiscard]] Task<bool> any_comes_back(ControlClass wanted, Round round);
    [[nodiscard]] Task<bool> narrowed_comes_back(RowOutline row, Narrowing narrowing);

    Asking& asking_;
    ControlRows const& rows_;
    std::vector<Parameters> views_;
    std::set<ControlClass> wanted_;
    std::map<ControlClass, RowOutline> proven_;  ///< and by which row's question
    std::map<std::pair<std::string, Kind>, bool> narrowings_;
    bool saw_dishonest_ = false;
    std::string request_id_;
};

}  // namespace sasyncd
