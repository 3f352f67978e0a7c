#pragma once

#include "aliyun/json_text.hpp"
#include "findings/row.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sasyncd::fuzz {

/// What the page parser should make of one element, read the plain way: the whole document as a tree, no short cuts.
struct ExpectedRow {
    Row row;
    std::string reason;            ///< why it goes to quarantine; empty: it does not
    std::vector<bool> is_told;     ///< by `Text`: whether `row` tells what the text must be
    bool are_numbers_told = true;  ///< likewise of the numbers and times
    bool is_sure = true;           ///< whether it goes to quarantine
};

/// The elements of the array of rows; empty where the document is no strict JSON, or no page.
[[nodiscard]] std::optional<std::vector<ExpectedRow>> expected_rows(std::string body);

/// Whether a signed link or the id of an access key stands in a text of `json`, however it is escaped.
[[nodiscard]] bool keeps_secret(std::string_view json);

}  // namespace sasyncd::fuzz
