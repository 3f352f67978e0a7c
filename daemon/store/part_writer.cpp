#include "store/part_writer.hpp"

#include "store_sql.hpp"

#include <algorithm>
#include <unordered_set>

namespace sasyncd {

namespace {

/// Each key once.
void sort_by_key(Records& rows) {
    std::stable_sort(rows.begin(), rows.end(),
                     [](auto const* a, auto const* b) { return a->row_key < b->row_key; });
    auto const same = [](auto const* a, auto const* b) { return a->row_key == b->row_key; };
    rows.erase(std::unique(rows.begin(), rows.end(), same), rows.end());
}

}  // namespace

WrittenRows PartWriter::write() {
    write_fresh();
    write_changed();
    write_times();
    write_regressed();
    write_adopted();
    write_gone();
    return std::move(written_);
}

void PartWriter::write_fresh() {
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
        (known.contains(record->row_key) ? on_record_ : written_.added).push_back(record);
    copy_occurrences(transaction_, place_, written_.added);
    for (auto const* record : written_.added)
        written_.touched.push_back(record->finding_key);
    written_.count += written_.added.size();
}

void PartWriter::write_changed() {
    for (auto const& record : part_.changed)
        on_record_.push_back(&record);
    if (on_record_.empty())
        return;
    sort_by_key(on_record_);
    written_.changes = update_states(transaction_, place_, on_record_);
    written_.moved = update_occurrences(transaction_, place_, on_record_);
    for (auto const& change : written_.changes) {
        written_.touched.push_back(change.finding_key);
        written_.replaced.push_back(change.finding_key);
        written_.finding_of_changed.emplace(change.row_key, change.finding_key);
    }
    written_.count += written_.changes.size();
}

void PartWriter::write_times() {
    if (part_.times_moved.empty())
        return;
    for (auto& change : move_times(transaction_, place_, part_.times_moved)) {
        written_.touched.push_back(change.finding_key);
        written_.changes.push_back(std::move(change));
        ++written_.count;
    }
}

void PartWriter::write_regressed() {
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
        ++written_.regressed;
    }
}

void PartWriter::write_adopted() {
    if (part_.adopted.empty())
        return;
    ArrayText keys;
    for (auto const& key : part_.adopted)
        keys.add(key);
    Params params;
    params.add(place_.account_id).add(place_.site).add(place_.source_id).add(keys.take());
    for (auto const& row : transaction_.exec(sql::adopt, params)) {
        written_.touched.push_back(Key::from_uuid(text(row, 0)).value());
        ++written_.count;
    }
}

void PartWriter::write_gone() {
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
        written_.gone.push_back(
            {by_key.at(Key::from_uuid(text(row, 0)).value()), finding, text(row, 2), number(row, 3)});
        written_.touched.push_back(finding);
        written_.replaced.push_back(finding);
        ++written_.count;
    }
}

}  // namespace sasyncd
