#include "store/walks.hpp"

#include "base/version.hpp"
#include "store/arrays.hpp"
#include "store/certificates.hpp"
#include "store/lease_check.hpp"
#include "store/quarantine.hpp"
#include "store/sources.hpp"
#include "store_sql.hpp"

namespace sasyncd {

namespace {

std::int64_t as_number(std::uint64_t count) {
    return static_cast<std::int64_t>(count);
}

/// False where the site has no such source yet.
bool read_source(Transaction& transaction, Source const& source, WalkStart& start) {
    Params params;
    params.add(source.account_id).add(std::string(to_string(source.site))).add(source_suffix(source));
    auto const rows = transaction.exec(sql::find_source, params);
    if (rows.empty())
        return false;
    auto const row = rows[0];
    auto const small = [&row](int column) { return static_cast<std::uint32_t>(number(row, column)); };
    start.source_id = number(row, 0);
    start.is_initial = flag(row, 1);
    start.slices_are_due = flag(row, 2);
    start.memory = SourceMemory{small(3), small(4), flag(row, 5), flag(row, 6), small(7)};
    return true;
}

void read_regions(Transaction& transaction, std::string const& account_id, WalkStart& start) {
    if (start.is_initial)
        return;
    for (auto const& row :
         transaction.exec(sql::load_regions, Params().add(account_id).add(start.source_id))) {
        auto& count = start.regions[text(row, 0)];
        count.seen = number(row, 1);
        count.reported = number(row, 2);
        count.confirmed = number(row, 3);
        count.is_honoured = flag(row, 4);
        count.refused = text(row, 5);
        count.hidden = number(row, 6);
    }
}

void read_suspects(Transaction& transaction, Source const& source, WalkStart& start) {
    Params params;
    params.add(source.account_id).add(std::string(to_string(source.site)));
    for (auto const& row : transaction.exec(sql::load_suspects, params))
        start.suspects.push_back({Key::from_uuid(text(row, 0)).value(),
                                  static_cast<std::uint32_t>(number(row, 1)),
                                  static_cast<std::uint32_t>(number(row, 2)),
                                  std::chrono::milliseconds(number(row, 3)), flag(row, 4), flag(row, 5)});
}

void record_start(Transaction& transaction, Source const& source, std::int64_t sweep_id, WalkStart& start) {
    transaction.exec(sql::interrupt_walks, Params().add(source.account_id).add(start.source_id));
    Params params;
    params.add(source.account_id).add(sweep_id).add(start.source_id).add(std::string(version()));
    start.walk_id = number(transaction.exec(sql::add_walk, params)[0], 0);
}

/// False where the walk was completed before.
bool complete(Transaction& transaction, Leadership const& leader, WalkEnd const& end) {
    auto const& c = end.certificate;
    Params params;
    params.add(leader.account_id).add(end.walk_id).add(std::string(to_string(c.verdict))).add_text(c.reason);
    params.add(std::int64_t{c.page_size_asked}).add(std::int64_t{c.page_size_served});
    params.add(as_number(c.pages)).add(as_number(c.requests)).add(as_number(c.retries));
    params.add(c.total_first).add(c.total_last).add(as_number(c.total_changes));
    for (auto const count : {c.rows, c.keys, c.keys_twice, c.folded, c.quarantined})
        params.add(as_number(count));
    params.add(regions_to_json(c.regions));
    for (auto const count : {c.suspects, c.asked, c.closed, c.left_open, c.held})
        params.add(as_number(count));
    params.add_text(c.control_request_id).add_text(c.first_request_id).add_text(c.last_request_id);
    params.add_text(c.keys_digest).add_text(c.notes);
    for (auto const count : {c.outcome.opened, c.outcome.reopened, c.outcome.closed, c.outcome.changed,
                             c.outcome.rescanned, c.outcome.rows_written})
        params.add(as_number(count));
    return !transaction.exec(sql::complete_walk, params).empty();
}

void update_source(Transaction& transaction, Leadership const& leader, WalkEnd const& end) {
    auto const& c = end.certificate;
    auto const& memory = end.memory;
    bool const is_proven = c.verdict == Verdict::whole && c.left_open == 0 && c.held == 0;
    Params params;
    params.add(leader.account_id).add(end.source_id).add(end.walk_id);
    params.add(std::int64_t{memory.page_size_works}).add(std::int64_t{memory.largest_answer});
    params.add_flag(memory.slice_by_status).add_flag(memory.slice_by_scan_range);
    params.add(std::int64_t{memory.dishonest_walks}).add_flag(end.slices_were_compared);
    params.add(std::string(to_string(c.verdict))).add_text(c.reason).add_flag(is_proven);
    transaction.exec(sql::update_source, params);
}

void update_suspects(Transaction& transaction, Leadership const& leader, Site site, WalkEnd const& end) {
    auto const place = std::string(to_string(site));
    if (!end.suspects.settled.empty()) {
        ArrayText keys;
        for (auto const& key : end.suspects.settled)
            keys.add(key);
        transaction.exec(sql::settle_suspects, Params().add(leader.account_id).add(place).add(keys.take()));
    }
    if (end.suspects.missed.empty())
        return;
    ArrayText keys, asked, held, still;
    for (auto const& missed : end.suspects.missed) {
        keys.add(missed.row_key);
        asked.add(missed.was_asked);
        held.add(missed.is_held);
        still.add(missed.was_still);
    }
    Params params;
    params.add(leader.account_id).add(place).add(end.walk_id);
    for (auto* array : {&keys, &asked, &held, &still})
        params.add(array->take());
    transaction.exec(sql::miss_suspects, params);
}

}  // namespace

Result<StartedWalk> start_walk(Transaction& transaction, Leadership const& leader, Source const& source,
                               std::int64_t sweep_id, bool is_read_only) {
    StartedWalk started;
    auto& start = started.start;
    bool const is_known = read_source(transaction, source, start);
    if (!is_read_only) {
        if (auto const status = check_lease(transaction, leader); !status)
            return status.error();
        if (!is_known) {
            add_source(transaction, source);
            read_source(transaction, source, start);
        }
        record_start(transaction, source, sweep_id, start);
    }
    read_regions(transaction, source.account_id, start);
    read_suspects(transaction, source, start);
    Params params;
    params.add(source.account_id).add(std::string(to_string(source.site)));
    started.site_is_empty = flag(transaction.exec(sql::site_is_empty, params)[0], 0);
    return started;
}

Status finish_walk(Transaction& transaction, Leadership const& leader, Site site, WalkEnd const& end) {
    if (auto status = check_lease(transaction, leader); !status)
        return status;
    if (!complete(transaction, leader, end))
        return {};
    // Before the source's read_at moves: suspects remember when they were last seen.
    update_suspects(transaction, leader, site, end);
    update_source(transaction, leader, end);
    update_quarantine(transaction, leader.account_id, end);
    return {};
}

}  // namespace sasyncd
