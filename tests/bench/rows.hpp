#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace sasyncd::bench {

/// The data set as it was first read; then with 1 % of it changed (one row in 200 has another Status, and for
/// every 200 there is a new one); then all of that scanned again (every LatestScanTimestamp a day later).
enum class Variant : std::uint8_t { base, changed, rescanned };

/// How many rows a data set of `rows` has in this variant.
[[nodiscard]] std::uint64_t row_count(std::uint64_t rows, Variant variant);

/// A row as the API writes it, and what its filters go by.
struct ApiRow {
    std::string json;         ///< about 900 bytes
    std::string_view region;  ///< RepoRegionId; empty where the row has none
    std::string_view level;
    std::string_view scan_range;  ///< image, container; empty for ECS targets
    int status = 0;
};

/// Row `number`, from 0. Always the same, however many there are: five rows are four findings, two findings
/// share an image, four images in five are of a registry, the rest containers and ECS images.
[[nodiscard]] ApiRow make_row(std::uint64_t number, Variant variant);

}  // namespace sasyncd::bench
