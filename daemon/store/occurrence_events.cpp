#include "store/occurrence_events.hpp"

#include "store_sql.hpp"

namespace sasyncd {

std::string_view name_of(GoneReason reason) {
    switch (reason) {
        case GoneReason::absent: return "absent";
        case GoneReason::out_of_scope: return "out_of_scope";
        case GoneReason::source_retired: return "source_retired";
    }
    return "absent";
}

void OccurrenceEvents::add(Key const& finding, Key const& row, std::string_view kind,
                           std::string_view old_value, std::string_view new_value, Gone const* gone) {
    findings_.add(finding);
    rows_.add(row);
    kinds_.add_text(kind);
    old_values_.add_text(old_value);
    new_values_.add_text(new_value);
    reasons_.add_text(gone == nullptr ? std::string_view() : name_of(gone->reason));
    first_requests_.add_text(gone == nullptr ? std::string_view() : gone->first_request_id);
    requests_.add_text(gone == nullptr ? std::string_view() : gone->request_id);
}

void OccurrenceEvents::add_rescan(OccurrenceChange const& change) {
    rescan_findings_.add(change.finding_key);
    rescan_rows_.add(change.row_key);
    old_scans_.add_text(change.old_scan);
    new_scans_.add_text(change.new_scan);
}

void OccurrenceEvents::write(Transaction& transaction, Place const& place) {
    Params params;
    params.add(place.account_id).add(place.walk_id).add(place.source_id);
    auto rescan_params = params;
    auto const has_events = events() > 0;
    auto const has_rescans = rescans() > 0;
    for (auto* array :
         {&findings_, &rows_, &kinds_, &old_values_, &new_values_, &reasons_, &first_requests_, &requests_})
        params.add(array->take());
    for (auto* array : {&rescan_findings_, &rescan_rows_, &old_scans_, &new_scans_})
        rescan_params.add(array->take());
    if (has_events)
        transaction.exec(sql::add_events, params);
    if (has_rescans)
        transaction.exec(sql::add_rescans, rescan_params);
}

}  // namespace sasyncd
