#include "store/baseline_reader.hpp"

#include "store_sql.hpp"

namespace sasyncd {

namespace {

constexpr pqxx::result::size_type kPiece = 10'000;

StoredOccurrence occurrence_of(pqxx::row const& row, Baseline& baseline) {
    StoredOccurrence occurrence;
    occurrence.key = Key::from_uuid(row[0].c_str()).value();
    occurrence.fingerprint = static_cast<std::uint64_t>(number(row, 1));
    occurrence.latest_scan = optional_number(row, 2).value_or(StoredOccurrence::kNoTime);
    occurrence.latest_verify = optional_number(row, 3).value_or(StoredOccurrence::kNoTime);
    occurrence.event_id_digest = event_id_digest(optional_number(row, 4));
    occurrence.source = baseline.source_index(number(row, 5));
    occurrence.flags = flag(row, 6) ? StoredOccurrence::kRegressed : std::uint8_t{0};
    return occurrence;
}

}  // namespace

Baseline read_baseline(Transaction& transaction, std::string const& account_id, Site site) {
    // All of it will be fetched: the plan that is best for the whole, not for the first rows.
    transaction.exec("SET LOCAL cursor_tuple_fraction = 1.0");
    transaction.exec("DECLARE baseline NO SCROLL CURSOR FOR " + std::string(sql::baseline),
                     Params().add(account_id).add(std::string(to_string(site))));
    auto const fetch = "FETCH " + std::to_string(kPiece) + " FROM baseline";
    Baseline baseline;
    for (;;) {
        auto const rows = transaction.exec(fetch);
        for (auto const& row : rows)
            baseline.add(occurrence_of(row, baseline));
        if (rows.size() < kPiece)
            return baseline;
    }
}

}  // namespace sasyncd
