#pragma once

#include "data_set.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace sasyncd::simulator {

// The rows of DescribeGroupedMaliciousFiles: one for each MaliciousMd5 of a selection.
class SampleList {
public:
    SampleList() = default;
    explicit SampleList(DataSet::Selection const& selection);

    std::size_t size() const { return starts_.size(); }

    // Summed up when it is shown: a list of a million rows is walked page by page.
    std::string to_json(std::size_t sample, DataSet::Selection const& selection) const;

private:
    std::vector<std::pair<std::uint64_t, std::uint32_t>>
        rows_;                         // hash of the MD5 without case, place in the selection
    std::vector<std::size_t> starts_;  // of the samples, in rows_
};

}  // namespace sasyncd::simulator
