#pragma once

#include "store/patient.hpp"
#include "sweep/certificate.hpp"

#include <chrono>
#include <string>
#include <vector>

namespace sasyncd {

/// A walk that ended, as far as the table of sources shows it.
struct EndedWalk {
    std::string source;  ///< "prod/china"
    Certificate certificate;
    std::chrono::milliseconds duration{};
    bool is_not_entitled = false;  ///< the account does not use the site
};

/// Reads certificates back, for those whose sweep another process made.
class WalkReader {
public:
    WalkReader(DatabaseThread& thread, Clock& clock, Observer& observer, DatabaseOptions const& options)
        : calls_(thread, clock, observer, options) {}

    /// By name of their source.
    [[nodiscard]] Task<Result<std::vector<EndedWalk>>> of_sweep(std::string account_id,
                                                                std::int64_t sweep_id);

private:
    Patient calls_;
};

}  // namespace sasyncd
