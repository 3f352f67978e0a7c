#pragma once

#include "sweep/page_reader.hpp"

#include <cstdint>
#include <map>
#include <string>

namespace sasyncd {

/// The files of a listing, each once and by its MD5 in lower case. What several elements tell of one file is folded by
/// a rule that does not depend on their order. Pure.
class ListedFiles {
public:
    using Files = std::map<std::string, ListedFile>;

    /// True where the file is new. One without a usable MD5 is passed over.
    bool add(ListedFile file);

    [[nodiscard]] Files const& files() const { return files_; }
    [[nodiscard]] std::size_t size() const { return files_.size(); }
    /// Summed over the files.
    [[nodiscard]] std::int64_t images() const;

private:
    Files files_;
};

}  // namespace sasyncd
