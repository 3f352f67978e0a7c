#pragma once

#include <string_view>

namespace sasyncd {

/// serious 3, suspicious 2, remind 1; a text we do not know counts as the worst (4), an empty one as none (0).
[[nodiscard]] constexpr int level_rank(std::string_view level) {
    if (level == "serious")
        return 3;
    if (level == "suspicious")
        return 2;
    if (level == "remind")
        return 1;
    return level.empty() ? 0 : 4;
}

/// The values of `Levels` and `Status` that the API documents (reference: request parameters of the operation).
inline constexpr std::string_view kLevels[] = {"serious", "suspicious", "remind"};
inline constexpr std::string_view kStatuses[] = {"0", "1", "2", "3"};

}  // namespace sasyncd
