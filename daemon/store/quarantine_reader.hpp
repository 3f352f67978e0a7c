#pragma once

#include "store/patient.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace sasyncd {

/// A row of `sas.quarantine`.
struct QuarantineEntry {
    std::string id;
    std::string source;  ///< "prod/china"
    std::string reason;
    SystemTime first_at;
    std::optional<SystemTime> gone_at;
    std::string payload;     ///< in a list, its begin only
    std::uint64_t size = 0;  ///< bytes of the whole payload
};

/// Shows what could not be stored. Reads only.
class QuarantineReader {
public:
    QuarantineReader(DatabaseThread& thread, Clock& clock, Observer& observer, DatabaseOptions const& options)
        : calls_(thread, clock, observer, options) {}

    /// Of one source, or of all where the name is empty; with what is gone, or without.
    [[nodiscard]] Task<Result<std::vector<QuarantineEntry>>> list(std::string source, bool with_gone);
    /// Those whose id begins so, whole.
    [[nodiscard]] Task<Result<std::vector<QuarantineEntry>>> find(std::string id);

private:
    Patient calls_;
};

}  // namespace sasyncd
