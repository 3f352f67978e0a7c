#pragma once

#include "store/patient.hpp"

#include <string>
#include <vector>

namespace sasyncd {

/// What the database says of schema `sas`, in the order in which one would get to know it.
struct DictionaryColumn {
    std::string name;
    std::string type;
    std::string remark;
};

struct DictionaryEntry {
    bool is_function = false;
    std::string title;   ///< "finding", "changes_since(sweep bigint)"
    std::string remark;  ///< its COMMENT
    std::string result;  ///< of a function that returns no columns: "bigint"
    std::vector<DictionaryColumn> columns;
};

/// Reads only.
class DictionaryReader {
public:
    DictionaryReader(DatabaseThread& thread, Clock& clock, Observer& observer, DatabaseOptions const& options)
        : calls_(thread, clock, observer, options) {}

    [[nodiscard]] Task<Result<std::vector<DictionaryEntry>>> read();

private:
    Patient calls_;
};

}  // namespace sasyncd
