#pragma once

#include "findings/key.hpp"
#include "store/pqxx_bridge.hpp"

#include <functional>
#include <string>

namespace sasyncd {

/// An occurrence as it is stored, and what follows from its columns.
struct StoredRow {
    std::string site;
    std::string row_key;
    std::string finding_key;
    std::uint64_t fingerprint = 0;
    std::string derived_key;  ///< empty where the row has an ImageUuid

    bool has_image = true;  ///< false: nothing in its columns tells the image, and the three below are empty
    std::string expected_row_key;
    std::string expected_finding_key;
    std::string expected_derived_key;
    std::uint64_t expected_fingerprint = 0;
    bool fingerprint_holds = false;

    [[nodiscard]] bool is_right() const {
        return has_image && fingerprint_holds && row_key == expected_row_key &&
               finding_key == expected_finding_key && derived_key == expected_derived_key;
    }
};

/// Calls `tell` for each occurrence of the account whose keys or fingerprint are not those of its columns. Fetches them
/// piece by piece, so that a large account takes no more memory than a small one.
void find_wrong_rows(Transaction& transaction, std::string const& account_id,
                     std::function<void(StoredRow const&)> const& tell);

}  // namespace sasyncd
