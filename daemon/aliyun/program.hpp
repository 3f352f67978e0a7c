#pragma once

#include "base/clock.hpp"
#include "base/result.hpp"
#include "base/secret.hpp"

#include <chrono>
#include <string>
#include <vector>

namespace sasyncd {

struct ProgramLimits {
    std::chrono::milliseconds time = std::chrono::seconds(60);
    std::size_t output = 64U * 1024;
};

/// Runs a program without a shell and returns what it wrote to standard output. It has our environment, no input, and
/// none of our descriptors; what it says on standard error is dropped, since secrets may stand in it. It and what it
/// started are killed where it takes longer, writes more, or the caller is stopped. Never blocks. Errors:
/// `unauthorised` it cannot be started or fails, `retry_later` it took too long, `malformed` it wrote too much.
[[nodiscard]] Task<Result<Secret>> run_program(std::vector<std::string> words, ProgramLimits limits,
                                               Clock& clock);

}  // namespace sasyncd
