#pragma once

#include "base/clock.hpp"

#include <spdlog/common.h>

#include <string>
#include <string_view>

namespace sasyncd {

enum class LogShape {
    text,     ///< time, level, message
    json,     ///< an object with time, level, each key=value of the message, and the message
    journal,  ///< the `<N>` priority prefix of sd-daemon(3) and the message: the journal has the rest
};

/// One line, its end included. What is not fit for a line in the message is escaped, what is too long is cut.
[[nodiscard]] std::string log_line(LogShape shape, spdlog::level::level_enum level, SystemTime time,
                                   std::string_view message);

/// A JSON string of text that is fit for a line.
[[nodiscard]] std::string json_string(std::string_view text);

}  // namespace sasyncd
