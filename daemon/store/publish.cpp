#include "store/publish.hpp"

#include "store/arrays.hpp"
#include "store/fold.hpp"
#include "store/lease_check.hpp"
#include "store/occurrence_events.hpp"
#include "store_sql.hpp"

#include <algorithm>
#include <unordered_set>

namespace sasyncd {

namespace {

/// In key order, so that two writers cannot deadlock; each key once.
void sort_by_key(Records& rows) {
    std::stable_sort(rows.begin(), rows.end(),
                     [](auto const* a, auto const* b) { return a->row_key < b->row_key; });
    auto const same = [](auto const* a, auto const* b) { return a->row_key == b->row_key; };
    rows.erase(std::unique(rows.begin(), rows.end(), same), rows.end());
}

/// One part on its way into the tables.
class Publisher {
public:
    Publisher(Transaction& transaction, Leadership const& leader, Site site, Part const& part,
              bool all_is_new)
        : transaction_(transaction),
          part_(part),
          fresh_is_new_(all_is_new),
          place_{leader.account_id, std::string(to_string(site)), part.source_id, part.walk_id} {}

    [[nodiscard]] std::optional<PartOutcome> find_earlier();
    [[nodiscard]] PartOutcome apply();

private:
    void look_at_tables();
    void write_fresh();
    void write_changed();
    void write_times();
    void write_regressed();
    void write_adopted();
    void write_gone();
    void fold();
    void tell_changes();
    void tell_added_and_gone();
    void record();

    void touch(Key const& finding) { touched_.push_back(finding); }
    /// Null where the finding was opened by this part.
    [[nodiscard]] FoldedFinding const* folded(Key const& finding) const {
        auto const found = folded_.find(finding);
        return found == folded_.end() ? nullptr : &found->second;
    }

    Transaction& transaction_;
    Part const& part_;
    bool fresh_is_new_;  ///< none of the fresh rows can be on record
    Place place_;
    bool account_is_empty_ = false;
    Records on_record_;  ///< changed ones, and fresh ones that come back
    Records added_;      ///< not on record before
    std::vector<OccurrenceChange> changes_;
    std::vector<MovedPlace> moved_;
    std::vector<GoneRow> gone_;
    std::vector<Key> touched_;   ///< finding keys
    std::vector<Key> replaced_;  ///< of these, those whose image and repository may be others now
    std::unordered_map<Key, Key, KeyHash> finding_of_changed_;
    OccurrenceEvents events_;
    std::size_t regressed_ = 0;
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

PartOutcome Publisher::apply() {
    transaction_.exec("SET LOCAL work_mem = '64MB'");  // the lists of a part, instead of files
    look_at_tables();
    write_fresh();
    write_changed();
    write_times();
    write_regressed();
    write_adopted();
    write_gone();
    fold();
    tell_changes();
    tell_added_and_gone();
    events_.write(transaction_, place_);
    record();
    return outcome_;
}

void Publisher::look_at_tables() {
    if (!part_.is_initial)
        return;
    account_is_empty_ = flag(transaction_.exec(sql::account_is_empty, Params().add(place_.account_id))[0], 0);
}

void Publisher::write_fresh() {
    Records rows;
    for (auto const& record : part_.fresh)
        rows.push_back(&record);
    sort_by_key(rows);
    std::unordered_set<Key, KeyHash> known;
    if (!fresh_is_new_ && !rows.empty()) {
        ArrayText keys;
        for (auto const* record : rows)
            keys.add(record->row_key);
        Params params;
        params.add(place_.account_id).add(place_.site).add(keys.take());
        for (auto const& row : transaction_.exec(sql::known_rows, params))
            known.insert(Key::from_uuid(text(row, 0)).value());
    }
    for (auto const* record : rows)
        (known.contains(record->row_key) ? on_record_ : added_).push_back(record);
    copy_occurrences(transaction_, place_, added_);
    for (auto const* record : added_)
        touch(record->finding_key);
    outcome_.rows_written += added_.size();
}

void Publisher::write_changed() {
    for (auto const& record : part_.changed)
        on_record_.push_back(&record);
    if (on_record_.empty())
        return;
    sort_by_key(on_record_);
    changes_ = update_states(transaction_, place_, on_record_);
    moved_ = update_occurrences(transaction_, place_, on_record_);
    for (auto const& change : changes_) {
        touch(change.finding_key);
        replaced_.push_back(change.finding_key);
        finding_of_changed_.emplace(change.row_key, change.finding_key);
    }
    outcome_.rows_written += changes_.size();
}

void Publisher::write_times() {
    if (part_.times_moved.empty())
        return;
    for (auto& change : move_times(transaction_, place_, part_.times_moved)) {
        touch(change.finding_key);
        changes_.push_back(std::move(change));
        ++outcome_.rows_written;
    }
}

void Publisher::write_regressed() {
    if (part_.regressed.empty())
        return;
    ArrayText keys, times;
    for (auto const& entry : part_.regressed) {
        keys.add(entry.row_key);
        times.add(std::optional(entry.older));
    }
    Params params;
    params.add(place_.account_id).add(place_.site).add(keys.take()).add(times.take());
    for (auto const& row : transaction_.exec(sql::mark_regressed, params)) {
        events_.add(Key::from_uuid(text(row, 1)).value(), Key::from_uuid(text(row, 0)).value(),
                    "scan_regressed", text(row, 2), text(row, 3));
        ++regressed_;
    }
}

void Publisher::write_adopted() {
    if (part_.adopted.empty())
        return;
    ArrayText keys;
    for (auto const& key : part_.adopted)
        keys.add(key);
    Params params;
    params.add(place_.account_id).add(place_.site).add(place_.source_id).add(keys.take());
    for (auto const& row : transaction_.exec(sql::adopt, params)) {
        touch(Key::from_uuid(text(row, 0)).value());
        ++outcome_.rows_written;
    }
}

void Publisher::write_gone() {
    if (part_.gone.empty())
        return;
    ArrayText keys, reasons, waived;
    std::unordered_map<Key, Gone const*, KeyHash> by_key;
    for (auto const& gone : part_.gone) {
        if (!by_key.emplace(gone.row_key, &gone).second)
            continue;
        keys.add(gone.row_key);
        reasons.add_text(name_of(gone.reason));
        waived.add(gone.is_waived);
    }
    Params params;
    params.add(place_.account_id).add(place_.site).add(place_.walk_id).add(keys.take());
    params.add(reasons.take()).add(waived.take());
    for (auto const& row : transaction_.exec(sql::mark_gone, params)) {
        auto const finding = Key::from_uuid(text(row, 1)).value();
        gone_.push_back(
            {by_key.at(Key::from_uuid(text(row, 0)).value()), finding, text(row, 2), number(row, 3)});
        touch(finding);
        replaced_.push_back(finding);
        ++outcome_.rows_written;
    }
}

void Publisher::fold() {
    std::sort(touched_.begin(), touched_.end());
    touched_.erase(std::unique(touched_.begin(), touched_.end()), touched_.end());
    if (touched_.empty())
        return;
    folded_ = fold_findings(transaction_, place_, part_.is_initial, account_is_empty_, touched_, gone_);
    outcome_.opened = touched_.size() - folded_.size();
    for (auto const& [key, finding] : folded_) {
        outcome_.reopened += finding.begins ? 1U : 0U;
        outcome_.closed += finding.ends ? 1U : 0U;
        outcome_.changed += (finding.level_moved ? 1U : 0U) + (finding.status_moved ? 1U : 0U);
        outcome_.rescanned += finding.scan_moved && !finding.is_new ? 1U : 0U;
    }
    // A new occurrence may have a lesser key than the one that a finding took its image and repository from.
    for (auto const* record : added_)
        if (folded(record->finding_key) != nullptr)
            replaced_.push_back(record->finding_key);
    std::sort(replaced_.begin(), replaced_.end());
    replaced_.erase(std::unique(replaced_.begin(), replaced_.end()), replaced_.end());
    refresh_places(transaction_, place_, replaced_);
    rekey_findings(transaction_, place_, folded_, gone_);
}

/// Only what did not move the finding's fold has an event of its own.
void Publisher::tell_changes() {
    for (auto const& change : changes_) {
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
    for (auto const& moved : moved_)
        events_.add(finding_of_changed_.at(moved.row_key), moved.row_key, "moved", moved.old_fields,
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
    for (auto const* record : added_)
        tell(record->finding_key, record->row_key, "occurrence_added", nullptr);
    for (auto const& change : changes_)
        if (change.came_back)
            tell(change.finding_key, change.row_key, "occurrence_added", nullptr);
    for (auto const& row : gone_)
        tell(row.finding_key, row.gone->row_key, "occurrence_gone", row.gone);
}

void Publisher::record() {
    outcome_.changed += events_.events() - regressed_;
    outcome_.rows_written += regressed_;
    outcome_.rescanned += events_.rescans();
    Params params;
    params.add(place_.account_id).add(place_.walk_id).add(std::int64_t{part_.number});
    for (auto const count : {outcome_.opened, outcome_.reopened, outcome_.closed, outcome_.changed,
                             outcome_.rescanned, outcome_.rows_written})
        params.add(static_cast<std::int64_t>(count));
    transaction_.exec(sql::add_part, params);
}

}  // namespace

Result<PartOutcome> publish_part(Transaction& transaction, Leadership const& leader, Site site,
                                 Part const& part, bool fresh_is_new) {
    if (auto const status = check_lease(transaction, leader); !status)
        return status.error();
    Publisher publisher(transaction, leader, site, part, fresh_is_new);
    if (auto const earlier = publisher.find_earlier())
        return *earlier;
    return publisher.apply();
}

}  // namespace sasyncd
