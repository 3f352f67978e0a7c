#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace sasyncd {

/// In which letters a site spells its MD5s. A site whose filter heeds case, and that began to spell them otherwise,
/// answers nothing to the spelling on record: a file is asked for in every spelling that its walk met.
class Spellings {
public:
    void note(std::string_view malicious_md5);
    /// As it is on record first.
    [[nodiscard]] std::vector<std::string> of(std::string_view malicious_md5) const;

private:
    bool has_small_letters_ = false;
    bool has_capitals_ = false;
};

}  // namespace sasyncd
