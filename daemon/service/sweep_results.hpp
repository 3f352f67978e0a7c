#pragma once

#include "sweep/observer.hpp"

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

namespace sasyncd {

/// How one source came out of a sweep.
struct SourceResult {
    std::string source;  ///< "prod/china"
    Certificate certificate;
    std::chrono::milliseconds duration{};
    bool is_not_entitled = false;  ///< the account does not use this site: no part of what a sweep promises
};

/// Collects the results of a sweep for the table and the STATUS line; emptied before the next one.
class SweepResults final : public Observer {
public:
    void walk_ended(Source const& source, Certificate const& certificate,
                    std::chrono::milliseconds duration) override;

    /// Replaces an earlier result of the same source.
    void add(SourceResult result);
    void mark_not_entitled(std::string_view source);

    /// By name.
    [[nodiscard]] std::vector<SourceResult> const& all() const { return results_; }
    void clear() { results_.clear(); }

    /// How the last sweep ended, in one line; stays until the next one has ended.
    void conclude(std::string line) { conclusion_ = std::move(line); }
    [[nodiscard]] std::string const& conclusion() const { return conclusion_; }

private:
    std::vector<SourceResult> results_;
    std::string conclusion_;
};

}  // namespace sasyncd
