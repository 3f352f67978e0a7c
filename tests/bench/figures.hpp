#pragma once

#include "bench/samples.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace sasyncd::bench {

/// One line of the table: a ratio of two series, pair by pair, or one series over a constant.
struct Figure {
    std::string id;
    std::string title;
    std::string over;                 ///< series
    std::string under;                ///< series; empty: only the constant
    double constant = 1;              ///< what it is divided by, besides
    std::optional<double> budget;     ///< empty: told, not judged
    bool is_floor = false;            ///< the budget is the least, not the most
    std::vector<double> values = {};  ///< one a pair of samples

    [[nodiscard]] bool is_ok() const;
};

/// All figures that the samples allow, in the order of the table, for data sets of `small` and `large` rows.
[[nodiscard]] std::vector<Figure> figures_of(Samples const& samples, std::uint64_t small,
                                             std::uint64_t large);

}  // namespace sasyncd::bench
