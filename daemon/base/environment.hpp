#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace sasyncd {

/// Looks an environment variable up; empty where it is not set. Passed in, so that tests bring their own.
using Environment = std::function<std::optional<std::string>(std::string_view)>;

}  // namespace sasyncd
