#pragma once

#include "base/clock.hpp"
#include "base/result.hpp"
#include "net/transport.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace sasyncd {

/// The server's clock minus ours, by the Date of an answer. Error `unauthorised`, to be told within the failure that
/// asks for it, where there is none, or where they are more than a day apart: such a Date is not believed.
[[nodiscard]] Result<std::chrono::seconds> skew_by(HttpResponse const& response, Clock const& clock);

/// "2026-11-24T03:20:00Z", as requests are dated.
[[nodiscard]] std::string acs_date(SystemTime time);

/// The time of such a text; empty for anything else.
[[nodiscard]] std::optional<SystemTime> parse_acs_date(std::string_view text);

}  // namespace sasyncd
