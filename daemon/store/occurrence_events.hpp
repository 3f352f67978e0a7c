#pragma once

#include "store/arrays.hpp"
#include "store/occurrence_writer.hpp"

namespace sasyncd {

[[nodiscard]] std::string_view name_of(GoneReason reason);

/// Transitions of single occurrences, gathered for one INSERT each.
class OccurrenceEvents {
public:
    void add(Key const& finding, Key const& row, std::string_view kind, std::string_view old_value = {},
             std::string_view new_value = {}, Gone const* gone = nullptr);
    void add_rescan(OccurrenceChange const& change);

    [[nodiscard]] std::size_t events() const { return findings_.size(); }
    [[nodiscard]] std::size_t rescans() const { return rescan_findings_.size(); }

    /// Once, at the end.
    void write(Transaction& transaction, Place const& place);

private:
    ArrayText findings_, rows_, kinds_, old_values_, new_values_, reasons_, first_requests_, requests_;
    ArrayText rescan_findings_, rescan_rows_, old_scans_, new_scans_;
};

}  // namespace sasyncd
