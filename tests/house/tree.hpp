#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace sasyncd {

/// One `#include`, as written.
struct Include {
    std::string header;  ///< "base/error.hpp", "openssl/evp.h"
    std::size_t line = 0;
    bool is_ours = false;  ///< in quotes
};

/// A C++ source file of daemon/.
struct SourceFile {
    std::string path;  ///< "daemon/base/error.hpp"
    std::string room;  ///< "base"; "main" for what lies directly in daemon/
    std::size_t lines = 0;
    std::vector<Include> includes;

    [[nodiscard]] std::string place(Include const& include) const;
};

/// Every .hpp, .cpp and .hpp.in below `root`/daemon, by path.
[[nodiscard]] std::vector<SourceFile> read_daemon(std::filesystem::path const& root);

}  // namespace sasyncd
