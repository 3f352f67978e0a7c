#pragma once

#include <string_view>

namespace sasyncd {

/// The version of this build, as CMakeLists.txt states it: its one place.
[[nodiscard]] std::string_view version();

/// The commit it was built of; empty where that was not known.
[[nodiscard]] std::string_view commit();

}  // namespace sasyncd
