#pragma once

#include "aliyun/json_text.hpp"
#include "aliyun/page_text.hpp"
#include "aliyun/row_field_order.hpp"
#include "sweep/page_reader.hpp"

#include <simdjson.h>

#include <memory>
#include <string>
#include <string_view>

namespace sasyncd {

/// Turns the elements of the response array into rows of a page, or into quarantine.
class RowParser {
public:
    /// Reads one element, whose row then rests on `text`. Errors: kNeedsRepair, and those of a document that
    /// cannot be walked.
    [[nodiscard]] simdjson::error_code read(simdjson::ondemand::document& document,
                                            simdjson::ondemand::value& element,
                                            std::shared_ptr<PageText> const& text, Page& page);

private:
    struct Cell;

    [[nodiscard]] simdjson::error_code read_cells(simdjson::ondemand::value& element, PageText& text,
                                                  Row& row, Page& page);
    [[nodiscard]] simdjson::error_code read_cell(RowField field, Cell const& cell);
    [[nodiscard]] simdjson::error_code read_text(std::size_t index, Cell const& cell);
    [[nodiscard]] simdjson::error_code read_high_light(Cell const& cell);
    [[nodiscard]] simdjson::error_code read_number(std::size_t index, Cell const& cell);
    [[nodiscard]] simdjson::error_code keep_unknown(Cell const& cell);

    CanonicalJson canonical_;
    RowFieldOrder order_;
    std::string fault_;  ///< why the row at hand goes to quarantine; empty: it does not
};

}  // namespace sasyncd
