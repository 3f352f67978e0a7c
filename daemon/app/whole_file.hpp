#pragma once

#include "base/result.hpp"

#include <string>

namespace sasyncd {

/// Writes a file that is there whole or not at all: beside it first, then in its place. Keeps what was there where that
/// fails. `rejected`, with what to do, where it cannot be written.
[[nodiscard]] Status write_whole_file(std::string const& path, std::string const& content);

}  // namespace sasyncd
