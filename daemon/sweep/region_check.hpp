#pragma once

#include "sweep/certificate.hpp"

#include <optional>
#include <string>

namespace sasyncd {

/// Does a region hold more than the walk saw there? Pure: told what was answered, says whether to walk the region, and
/// what is known of it in the end.
class RegionCheck {
public:
    /// The answer to asking for the region with a page of size 1.
    struct Probe {
        std::string refused;  ///< why there was none; empty where there was one
        bool is_rejected =
            false;  ///< refused as no region at all: of such a one there is nothing to be known
        std::int64_t reported = 0;
        bool is_honoured = true;  ///< false: it brought rows of another region
    };
    /// `known`: of the last whole walk of the source.
    RegionCheck(Probe probe, RegionCount const& known, std::int64_t seen);

    [[nodiscard]] bool is_to_be_walked() const;
    /// `found`: keys that nothing else had brought; `seen`: in the region, with those.
    void walked(std::int64_t found, std::int64_t seen, bool is_whole);

    [[nodiscard]] RegionCount const& count() const { return count_; }

private:
    std::int64_t hidden_before_;
    RegionCount count_;
};

}  // namespace sasyncd
