#pragma once

#include "aliyun/page_text.hpp"
#include "sweep/page_reader.hpp"

#include <simdjson.h>

#include <vector>

namespace sasyncd {

/// Reads the elements of the array of DescribeGroupedMaliciousFiles, each to a file, whatever is missing in it or of
/// another type. Errors: kNeedsRepair, and those of a document that cannot be walked.
[[nodiscard]] simdjson::error_code read_listed_files(simdjson::ondemand::value& array, PageText& text,
                                                     std::vector<ListedFile>& files);

}  // namespace sasyncd
