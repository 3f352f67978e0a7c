#pragma once

#include "base/result.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace sasyncd {

/// The words of a command by the quoting rules of POSIX shells; nothing else of a shell: no variables, globs, pipes.
/// Error `rejected` for a quote that does not end, and where there is no word.
[[nodiscard]] Result<std::vector<std::string>> command_words(std::string_view command);

}  // namespace sasyncd
