#pragma once

#include <string>

namespace sasyncd {

struct AdminOptions {
    std::string listen = "127.0.0.1:9108";  ///< empty: off
};

}  // namespace sasyncd
