#pragma once

#include <string>
#include <string_view>

namespace sasyncd {

/// JSON of strangers with a member a line, fit for a terminal. It need not be whole: a payload is cut at some length.
[[nodiscard]] std::string pretty_json(std::string_view json);

}  // namespace sasyncd
