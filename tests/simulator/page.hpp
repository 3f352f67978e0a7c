#pragma once

#include "faults.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace sasyncd::simulator {

// An answer of rows before it becomes bytes, with all that a fault may do to it.
struct Page {
    std::string_view array = "AffectedMaliciousFileImagesResponse";
    std::string_view wrapper = "AffectedMaliciousFileImage";  // the old generators' name inside the array
    std::string request_id;
    std::int64_t current_page = 1;
    std::int64_t page_size = 20;
    std::int64_t total = 0;
    std::vector<std::string> rows;  // JSON
    bool has_page_info = true;
    bool has_array = true;
    bool is_wrapped = false;
    bool has_numbers_as_text = false;
    bool is_of_registry = false;  // whose answers have another frame, and a TotalCount that is a text

    std::string to_json() const;
};

// Applies the faults that concern a page's content; `hit` counts earlier applications, for alternating values.
void distort(Page& page, std::vector<Fault> const& faults, std::uint64_t hit);

// A real gzip member (stored, not compressed).
std::string gzip_stored(std::string_view text);

}  // namespace sasyncd::simulator
