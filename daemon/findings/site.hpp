#pragma once

#include <cstdint>
#include <string_view>

namespace sasyncd {

/// The two data sites of Security Center. A region id selects a site, nothing more.
enum class Site : std::uint8_t { china, international };

[[nodiscard]] constexpr std::string_view to_string(Site site) {
    return site == Site::china ? "china" : "international";
}

}  // namespace sasyncd
