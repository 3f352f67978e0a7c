#pragma once

#include "aliyun/json_text.hpp"
#include "sweep/page_reader.hpp"

#include <simdjson.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace sasyncd {

/// An integer given as JSON number or as text, as the API mixes them. `is_absent` for null and empty text; neither
/// absent nor with a value: something else, or beyond 64 bits.
struct Integer {
    std::optional<std::int64_t> value;
    bool is_absent = false;
};

/// Reads a value whose text begins with `token` (as `raw_json_token()` gives it).
[[nodiscard]] Integer integer_of(simdjson::ondemand::value& value, std::string_view token);

/// Turns the elements of the response array into rows of a page, or into quarantine.
class RowParser {
public:
    /// Reads one element; an error means that the document itself cannot be walked.
    [[nodiscard]] simdjson::error_code read(simdjson::ondemand::document& document,
                                            simdjson::ondemand::value& element, Page& page);

private:
    void read_field(std::string_view name, simdjson::ondemand::value& value, Row& row, Page& page);
    void read_text(std::size_t index, simdjson::ondemand::value& value, Row& row, Page& page);
    void read_high_light(simdjson::ondemand::value& value, Row& row, Page& page);
    void read_number(std::size_t index, simdjson::ondemand::value& value, Row& row, Page& page);
    void keep_unknown(std::string_view name, simdjson::ondemand::value& value, Row& row, Page& page);
    void finish(std::string_view raw, Row&& row, Page& page);

    CanonicalJson canonical_;
    std::string fault_;  ///< why the row at hand goes to quarantine; empty: it does not
    simdjson::error_code broken_ = simdjson::SUCCESS;
};

}  // namespace sasyncd
