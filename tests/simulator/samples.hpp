#pragma once

#include "data_set.hpp"

#include <cstdint>
#include <string>
#include <unordered_set>
#include <vector>

namespace sasyncd::simulator {

// What the rows of one MaliciousMd5 have in common: a row of DescribeGroupedMaliciousFiles.
struct SampleSummary {
    std::string md5;
    std::string level;
    std::string status;
    std::int64_t first_scan = 0;
    std::int64_t latest_scan = 0;
    std::unordered_set<std::string> images = {};

    std::string to_json() const;
};

std::vector<SampleSummary> summarise(const DataSet::Selection& selection);

}  // namespace sasyncd::simulator
