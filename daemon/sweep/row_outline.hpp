#pragma once

#include "findings/key.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace sasyncd {

/// What a question needs to know of a row, be it a suspect or a control.
struct RowOutline {
    Key row_key;
    std::string malicious_md5;  ///< spelled as it came
    Kind kind = Kind::image;
    std::optional<std::int32_t> status;
    std::string digest;
    std::string layer;
    std::string container_id;
    std::string repo_id;
    std::string repo_region_id;
    std::string level;
};

}  // namespace sasyncd
