#pragma once

#include "base/log.hpp"
#include "base/result.hpp"
#include "sweep/source.hpp"

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

namespace sasyncd {

// Of what is read beside the findings: nothing depends on it, so it is not worth many calls, nor waiting for long.
inline constexpr std::uint32_t kSideAttempts = 2;
inline constexpr std::chrono::seconds kSidePatience{10};

/// Why an action told nothing, in words that stay the same from sweep to sweep, with what to allow.
[[nodiscard]] std::string reason_not_told(std::string_view action, Error const& error);

/// Says so, loudly where it is another fault than the known one; nothing where `fault` is empty.
void tell_not_told(Log const& log, Source const& source, std::string const& fault, std::string const& known);

}  // namespace sasyncd
