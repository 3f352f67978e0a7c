#pragma once

#include "base/clock.hpp"

#include <optional>
#include <string_view>

namespace sasyncd {

/// The time of a Date header, "Tue, 24 Nov 2026 03:20:00 GMT"; empty for anything else.
[[nodiscard]] std::optional<SystemTime> parse_http_date(std::string_view text);

}  // namespace sasyncd
