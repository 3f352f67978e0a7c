#pragma once

#include "settings/settings.hpp"
#include "store/status_reader.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sasyncd {

/// A JSON string of what is printable of a text, cut where it is longer than `limit`.
[[nodiscard]] std::string json_text(std::string_view text, std::size_t limit = 2000);
/// As ISO 8601, or null.
[[nodiscard]] std::string json_time(std::optional<SystemTime> const& time);

/// `{"sources":[…],"verifications":[…]}`: what `status --json` and the admin endpoint's `/status` tell.
[[nodiscard]] std::string status_json(std::vector<SourceStatus> const& sources,
                                      std::vector<VerificationStatus> const& verifications);

/// What the settings plan and no sweep has put on record: a daemon that never got so far must not look healthy.
[[nodiscard]] std::vector<SourceStatus> unknown_sources(Settings const& settings,
                                                        std::vector<SourceStatus> const& known);

}  // namespace sasyncd
