#include "store/fold.hpp"

#include "store/arrays.hpp"
#include "store/occurrence_events.hpp"
#include "store_sql.hpp"

#include <algorithm>

namespace sasyncd {

namespace {

/// The findings of $2, each with what $6 to $10 say of its closing; shorter arrays leave NULL.
constexpr std::string_view kKeyed =
    "unnest($2::uuid[], $6::text[], $7::text[], $8::text[], $9::text[], $10::timestamptz[]) "
    "AS k(finding_key, reason, proof, first_request_id, request_id, last_seen_at) "
    "LEFT JOIN LATERAL (SELECT o.* FROM sasync.occurrence_state o "
    "WHERE o.account_id = $1 AND o.finding_key = k.finding_key AND o.gone_walk IS NULL OFFSET 0) s ON true";
/// All findings of an account that has none yet.
constexpr std::string_view kWhole =
    "sasync.occurrence_state s CROSS JOIN LATERAL (SELECT s.finding_key, NULL::text AS reason, NULL::text AS "
    "proof, "
    "NULL::text AS first_request_id, NULL::text AS request_id, NULL::timestamptz AS last_seen_at) AS k "
    "WHERE s.account_id = $1 AND s.gone_walk IS NULL "
    "AND cardinality($2::uuid[]) + cardinality($6::text[]) + cardinality($7::text[]) + "
    "cardinality($8::text[]) "
    "+ cardinality($9::text[]) + cardinality($10::timestamptz[]) >= 0";

std::string fold_statement(std::string_view touched) {
    constexpr std::string_view kMark = "FROM {touched}";
    std::string statement(sql::fold);
    return statement.replace(statement.find(kMark) + 5, kMark.size() - 5, touched);
}

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

Folded fold_findings(Transaction& transaction, Place const& place, bool is_initial, bool is_whole,
                     std::vector<Key> const& findings, std::vector<GoneRow> const& gone) {
    static std::string const keyed = fold_statement(kKeyed);
    static std::string const whole = fold_statement(kWhole);
    auto const closings = closings_of(gone);
    ArrayText keys, reasons, proofs, first_requests, requests, seen;
    for (auto const& key : findings) {
        if (is_whole)
            break;
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
    // All occurrences are wanted, so reading all of them beats looking each up.
    if (is_whole)
        transaction.exec("SET LOCAL enable_nestloop = off");
    Folded folded;
    for (auto const& row : transaction.exec(is_whole ? whole : keyed, params))
        folded.emplace(Key::from_uuid(text(row, 0)).value(),
                       FoldedFinding{flag(row, 1), flag(row, 2), flag(row, 3), flag(row, 4), flag(row, 5),
                                     flag(row, 6), flag(row, 7)});
    return folded;
}

void refresh_places(Transaction& transaction, Place const& place, std::vector<Key> const& findings) {
    if (!findings.empty())
        transaction.exec(sql::refresh_place, Params().add(place.account_id).add(all_of(findings)));
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
