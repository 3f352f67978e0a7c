#pragma once

#include "settings/settings.hpp"
#include "store/status_reader.hpp"

#include <string>
#include <vector>

namespace sasyncd {

/// `{"sources":[…],"verifications":[…]}`: what `status --json` and the admin endpoint's `/status` tell.
[[nodiscard]] std::string status_json(std::vector<SourceStatus> const& sources,
                                      std::vector<VerificationStatus> const& verifications);

/// What the settings plan and no sweep has put on record: a daemon that never got so far must not look healthy.
[[nodiscard]] std::vector<SourceStatus> unknown_sources(Settings const& settings,
                                                        std::vector<SourceStatus> const& known);

}  // namespace sasyncd
