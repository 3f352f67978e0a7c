#include "store/publish.hpp"

#include "store/lease_check.hpp"
#include "store/part_writer.hpp"
#include "store/summaries.hpp"
#include "store_sql.hpp"

#include <algorithm>

namespace sasyncd {

namespace {

void sort_once(std::vector<Key>& keys) {
    std::sort(keys.begin(), keys.end());
    keys.erase(std::unique(keys.begin(), keys.end()), keys.end());
}

/// One part on its way into the tables: its rows are written, their findings folded, events told.
class Publisher {
public:
    Publisher(Transaction& transaction, Leadership const& leader, Site site, Part const& part)
        : transaction_(transaction),
          part_(part),
          place_{leader.account_id, std::string(to_string(site)), part.source_id, part.walk_id} {}

    [[nodiscard]] std::optional<PartOutcome> find_earlier();
    [[nodiscard]] PartOutcome apply(bool fresh_is_new);

private:
    void fold();
    void replace_places();
    void tell_changes();
    void tell_added_and_gone();
    void record();
    void ring();

    /// Null where the finding was opened by this part.
    [[nodiscard]] FoldedFinding const* folded(Key const& finding) const {
        auto const found = folded_.find(finding);
        return found == folded_.end() ? nullptr : &found->second;
    }

    Transaction& transaction_;
    Part const& part_;
    Place place_;
    WrittenRows rows_;
    OccurrenceEvents events_;
    Folded folded_;
    PartOutcome outcome_;
};

std::optional<PartOutcome> Publisher::find_earlier() {
    Params params;
    params.add(place_.account_id).add(place_.walk_id).add(std::int64_t{part_.number});
    auto const rows = transaction_.exec(sql::part_applied, params);
    if (rows.empty())
        return std::nullopt;
    auto const count = [row = rows[0]](int column) {
        return static_cast<std::uint64_t>(number(row, column));
    };
    return PartOutcome{count(0), count(1), count(2), count(3), count(4), count(5)};
}

PartOutcome Publisher::apply(bool fresh_is_new) {
    transaction_.exec("SET LOCAL work_mem = '64MB'");  // the lists of a part, instead of files
    PartWriter writer(transaction_, place_, part_, fresh_is_new, events_);
    rows_ = writer.write();
    fold();
    tell_changes();
    tell_added_and_gone();
    events_.write(transaction_, place_);
    record();
    ring();
    return outcome_;
}

void Publisher::fold() {
    auto& touched = rows_.touched;
    sort_once(touched);
    if (touched.empty())
        return;
    if (part_.is_initial)
        let_summaries_wait(transaction_, place_.account_id);
    folded_ = fold_findings(transaction_, place_, part_.is_initial, touched, rows_.gone);
    outcome_.opened = touched.size() - folded_.size();
    for (auto const& [key, finding] : folded_) {
        outcome_.reopened += finding.begins ? 1U : 0U;
        outcome_.closed += finding.ends ? 1U : 0U;
        outcome_.changed += (finding.level_moved ? 1U : 0U) + (finding.status_moved ? 1U : 0U);
        outcome_.rescanned += finding.scan_moved && !finding.is_new ? 1U : 0U;
    }
    replace_places();
    rekey_findings(transaction_, place_, folded_, rows_.gone);
}

void Publisher::replace_places() {
    // A new occurrence may have a lesser key than the one that a finding took its image and repository from.
    for (auto const* record : rows_.added)
        if (folded(record->finding_key) != nullptr)
            rows_.replaced.push_back(record->finding_key);
    sort_once(rows_.replaced);
    refresh_places(transaction_, place_, part_.is_initial, rows_.replaced);
}

/// Only what did not move the finding's fold has an event of its own.
void Publisher::tell_changes() {
    for (auto const& change : rows_.changes) {
        auto const* finding = folded(change.finding_key);
        if (finding == nullptr || !finding->stays || change.came_back)
            continue;
        if (change.level_moved && !finding->level_moved)
            events_.add(change.finding_key, change.row_key, "level_changed", change.old_level,
                        change.new_level);
        if (change.status_moved && !finding->status_moved)
            events_.add(change.finding_key, change.row_key, "status_changed", change.old_status,
                        change.new_status);
        if (change.scan_moved && !finding->scan_moved)
            events_.add_rescan(change);
    }
    for (auto const& moved : rows_.moved)
        events_.add(rows_.finding_of_changed.at(moved.row_key), moved.row_key, "moved", moved.old_fields,
                    moved.new_fields);
}

/// Of findings that were present before and still are. What a walk opens may come in several parts: that is
/// no news.
void Publisher::tell_added_and_gone() {
    auto const tell = [this](Key const& finding_key, Key const& row_key, std::string_view kind,
                             Gone const* gone) {
        auto const* finding = folded(finding_key);
        if (finding != nullptr && finding->stays && (gone != nullptr || !finding->is_new))
            events_.add(finding_key, row_key, kind, {}, {}, gone);
    };
    for (auto const* record : rows_.added)
        tell(record->finding_key, record->row_key, "occurrence_added", nullptr);
    for (auto const& change : rows_.changes)
        if (change.came_back)
            tell(change.finding_key, change.row_key, "occurrence_added", nullptr);
    for (auto const& row : rows_.gone)
        tell(row.finding_key, row.gone->row_key, "occurrence_gone", row.gone);
}

void Publisher::record() {
    outcome_.changed += events_.events() - rows_.regressed;
    outcome_.rows_written = rows_.count + rows_.regressed;
    outcome_.rescanned += events_.rescans();
    Params params;
    params.add(place_.account_id).add(place_.walk_id).add(std::int64_t{part_.number});
    for (auto const count : {outcome_.opened, outcome_.reopened, outcome_.closed, outcome_.changed,
                             outcome_.rescanned, outcome_.rows_written})
        params.add(static_cast<std::int64_t>(count));
    transaction_.exec(sql::add_part, params);
}

/// For those who listen.
void Publisher::ring() {
    auto const counts = {outcome_.opened, outcome_.reopened, outcome_.closed, outcome_.changed,
                         outcome_.rescanned};
    if (std::all_of(counts.begin(), counts.end(), [](auto count) { return count == 0; }))
        return;
    Params params;
    params.add(place_.account_id).add(place_.walk_id);
    for (auto const count : counts)
        params.add(static_cast<std::int64_t>(count));
    params.add(std::int64_t{part_.number});
    transaction_.exec(sql::notify_part, params);
}

}  // namespace

Result<PartOutcome> publish_part(Transaction& transaction, Leadership const& leader, Site site,
                                 Part const& part, bool fresh_is_new) {
    if (auto const status = check_lease(transaction, leader); !status)
        return status.error();
    Publisher publisher(transaction, leader, site, part);
    if (auto const earlier = publisher.find_earlier())
        return *earlier;
    return publisher.apply(fresh_is_new);
}

PartOutcome outcome_foreseen(Part const& part) {
    PartOutcome outcome;
    outcome.opened = part.fresh.size();
    outcome.changed = part.changed.size();
    outcome.rescanned = part.times_moved.size();
    outcome.closed = part.gone.size();
    return outcome;
}

}  // namespace sasyncd
