#include "store/fold.hpp"

#include "store/arrays.hpp"
#include "store/occurrence_events.hpp"
#include "store_sql.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace sasyncd {

namespace {

/// Why a finding ends of which several occurrences went at once: the reason that says least of a remediation,
/// the weaker proof, and the requests of the occurrence that was decided last.
struct Closing {
    GoneReason reason = GoneReason::absent;
    Proof proof = Proof::asked;
    GoneRow const* last = nullptr;
    std::int64_t missed_by = 0;
};

std::unordered_map<Key, Closing, KeyHash> closings_of(std::vector<GoneRow> const& gone) {
    std::unordered_map<Key, Closing, KeyHash> closings;
    for (auto const& row : gone) {
        auto& closing = closings[row.finding_key];
        closing.reason = std::max(closing.reason, row.gone->reason);
        closing.proof = std::max(closing.proof, row.gone->proof);
        closing.missed_by =
            closing.last == nullptr ? row.missed_by : std::min(closing.missed_by, row.missed_by);
        closing.last = &row;
    }
    return closings;
}

/// A statement that ends in a list of what moved, with the counts that follow from it.
std::string with_counts(std::string_view statement, std::string_view result) {
    return fmt::format("{}{}{}", statement, sql::keep_counts, result);
}

std::string all_of(std::vector<Key> const& keys) {
    ArrayText array;
    for (auto const& key : keys)
        array.add(key);
    return array.take();
}

/// A retirement is an order, and proves nothing.
std::string_view proof_of(Closing const& closing) {
    if (closing.reason == GoneReason::source_retired)
        return {};
    return closing.proof == Proof::asked ? "asked" : "walks";
}

}  // namespace

Folded fold_findings(Transaction& transaction, Place const& place, bool is_initial,
                     std::vector<Key> const& findings, std::vector<GoneRow> const& gone) {
    auto const closings = closings_of(gone);
    ArrayText keys, reasons, proofs, first_requests, requests, seen;
    for (auto const& key : findings) {
        keys.add(key);
        if (closings.empty())
            continue;
        auto const found = closings.find(key);
        auto const* closing = found == closings.end() ? nullptr : &found->second;
        reasons.add_text(closing == nullptr ? std::string_view() : name_of(closing->reason));
        proofs.add_text(closing == nullptr ? std::string_view() : proof_of(*closing));
        first_requests.add_text(closing == nullptr ? std::string_view()
                                                   : closing->last->gone->first_request_id);
        requests.add_text(closing == nullptr ? std::string_view() : closing->last->gone->request_id);
        seen.add_text(closing == nullptr ? std::string_view() : closing->last->last_seen);
    }
    Params params;
    params.add(place.account_id)
        .add(keys.take())
        .add(place.walk_id)
        .add_flag(is_initial)
        .add(place.source_id);
    for (auto* array : {&reasons, &proofs, &first_requests, &requests, &seen})
        params.add(array->take());
    // A finding has few occurrences: a bitmap for each costs a tenth of the fold.
    transaction.exec("SET LOCAL enable_bitmapscan = off");
    auto const rows = transaction.exec(with_counts(sql::fold, sql::fold_result), params);
    transaction.exec("SET LOCAL enable_bitmapscan TO DEFAULT");
    Folded folded;
    for (auto const& row : rows)
        folded.emplace(Key::from_uuid(text(row, 0)).value(),
                       FoldedFinding{flag(row, 1), flag(row, 2), flag(row, 3), flag(row, 4), flag(row, 5),
                                     flag(row, 6), flag(row, 7)});
    return folded;
}

void refresh_places(Transaction& transaction, Place const& place, std::vector<Key> const& findings) {
    if (!findings.empty())
        transaction.exec(with_counts(sql::refresh_place, "SELECT 1"),
                         Params().add(place.account_id).add(all_of(findings)));
}

void rekey_findings(Transaction& transaction, Place const& place, Folded const& folded,
                    std::vector<GoneRow> const& gone) {
    ArrayText keys, walks;
    for (auto const& [key, closing] : closings_of(gone)) {
        auto const found = folded.find(key);
        if (found == folded.end() || !found->second.ends || closing.reason != GoneReason::absent)
            continue;
        keys.add(key);
        walks.add(closing.missed_by);
    }
    if (keys.size() == 0)
        return;
    Params params;
    params.add(place.account_id).add(place.walk_id).add(place.source_id).add(keys.take()).add(walks.take());
    transaction.exec(sql::rekey, params);
}

}  // namespace sasyncd
