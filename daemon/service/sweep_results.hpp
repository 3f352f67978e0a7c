#pragma once

#include "sweep/observer.hpp"

#include <chrono>
#include <string>
#include <vector>

namespace sasyncd {

/// How one source came out of a sweep.
struct SourceResult {
    std::string source;  ///< "prod/china"
    Certificate certificate;
    std::chrono::milliseconds duration{};
};

/// Collects the results of a sweep for the table and the STATUS line; emptied before the next one.
class SweepResults final : public Observer {
public:
    void walk_ended(Source const& source, Certificate const& certificate,
                    std::chrono::milliseconds duration) override;

    /// By name.
    [[nodiscard]] std::vector<SourceResult> const& all() const { return results_; }
    void clear() { results_.clear(); }

private:
    std::vector<SourceResult> results_;
};

}  // namespace sasyncd
