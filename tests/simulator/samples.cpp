#include "samples.hpp"

#include "generator.hpp"
#include "json_text.hpp"

#include <algorithm>
#include <cstdlib>
#include <fmt/format.h>
#include <unordered_map>

namespace sasyncd::simulator {

std::string SampleSummary::to_json() const
{
    return fmt::format(R"({{"MaliciousMd5":{},"MaliciousName":{},"MaliciousKey":{},"Level":{},"Status":{},)"
                       R"("ImageCount":{},"FirstScanTimestamp":{},"LatestScanTimestamp":{}}})",
                       json_string(md5), json_string(malware_name(md5)), json_string(malware_key(md5)),
                       json_string(level), status.empty() ? "0" : status, images.size(), first_scan, latest_scan);
}

std::vector<SampleSummary> summarise(const DataSet::Selection& selection)
{
    std::vector<SampleSummary> samples;
    std::unordered_map<std::string, std::size_t> positions;
    for (std::size_t i = 0; i < selection.size(); ++i) {
        const Row& row = selection[i];
        const auto [found, is_new] = positions.emplace(lower(row.md5()), samples.size());
        const std::int64_t first = std::atoll(row.text("FirstScanTimestamp").c_str());
        const std::int64_t latest = std::atoll(row.text("LatestScanTimestamp").c_str());
        if (is_new) {
            samples.push_back({std::string{row.md5()}, to_text(row.level()), to_text(row.status()), first, latest});
        }
        SampleSummary& sample = samples[found->second];
        sample.first_scan = std::min(sample.first_scan, first);
        sample.latest_scan = std::max(sample.latest_scan, latest);
        sample.images.insert(row.image_key());
    }
    return samples;
}

}  // namespace sasyncd::simulator
