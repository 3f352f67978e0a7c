#pragma once

#include <string_view>

namespace sasyncd {

/// What the report's page adds to `page_style()`.
[[nodiscard]] std::string_view report_style();

}  // namespace sasyncd
