#pragma once

#include "findings/report.hpp"
#include "store/patient.hpp"

namespace sasyncd {

/// Since when a report tells: a UTC day, or so long ago.
struct ReportPeriod {
    std::optional<std::chrono::sys_days> day;
    std::chrono::seconds span{};  ///< where there is no day
};

/// Reads what a report tells, all of it as of one moment. Reads only.
class ReportReader {
public:
    ReportReader(DatabaseThread& thread, Clock& clock, Observer& observer, DatabaseOptions const& options)
        : calls_(thread, clock, observer, options) {}

    /// Lists are cut to a page's worth.
    [[nodiscard]] Task<Result<Report>> read(ReportPeriod period);

private:
    Patient calls_;
};

}  // namespace sasyncd
