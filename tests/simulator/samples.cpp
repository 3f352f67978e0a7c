#include "samples.hpp"

#include "generator.hpp"
#include "json_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <functional>
#include <unordered_set>

namespace sasyncd::simulator {
namespace {

std::int64_t time_of(Row const& row, std::string_view field) {
    return std::atoll(row.text(field).c_str());
}

}  // namespace

SampleList::SampleList(DataSet::Selection const& selection) {
    rows_.reserve(selection.size());
    for (std::uint32_t i = 0; i < selection.size(); ++i) {
        rows_.emplace_back(std::hash<std::string>{}(lower(selection[i].md5())), i);
    }
    std::sort(rows_.begin(), rows_.end());
    for (std::size_t i = 0; i < rows_.size(); ++i) {
        if (i == 0 || rows_[i].first != rows_[i - 1].first) {
            starts_.push_back(i);
        }
    }
}

std::string SampleList::to_json(std::size_t sample, DataSet::Selection const& selection) const {
    const std::size_t end = sample + 1 < starts_.size() ? starts_[sample + 1] : rows_.size();
    Row const& first = selection[rows_[starts_[sample]].second];
    std::int64_t first_scan = time_of(first, "FirstScanTimestamp");
    std::int64_t latest_scan = 0;
    std::unordered_set<std::string> images;
    for (std::size_t i = starts_[sample]; i < end; ++i) {
        Row const& row = selection[rows_[i].second];
        first_scan = std::min(first_scan, time_of(row, "FirstScanTimestamp"));
        latest_scan = std::max(latest_scan, time_of(row, "LatestScanTimestamp"));
        images.insert(row.image_key());
    }
    std::string const& status = to_text(first.status());
    return fmt::format(R"({{"MaliciousMd5":{},"MaliciousName":{},"MaliciousKey":{},"Level":{},"Status":{},)"
                       R"("ImageCount":{},"FirstScanTimestamp":{},"LatestScanTimestamp":{}}})",
                       json_string(first.md5()), json_string(malware_name(first.md5())),
                       json_string(malware_key(first.md5())), json_string(to_text(first.level())),
                       status.empty() ? "0" : status, images.size(), first_scan, latest_scan);
}

}  // namespace sasyncd::simulator
