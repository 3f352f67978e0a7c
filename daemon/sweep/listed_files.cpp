#include "sweep/listed_files.hpp"

#include "base/text.hpp"
#include "findings/level.hpp"

#include <algorithm>
#include <numeric>

namespace sasyncd {

namespace {

/// What the table of names takes as a key.
constexpr std::size_t kLongestMd5 = 200;
/// More than any account has; a sum of them stays a number.
constexpr std::int64_t kMostImages = 1'000'000'000;

/// The lesser of two texts, where both are told.
void fold_text(std::string& known, std::string& told) {
    if (known.empty() || (!told.empty() && told < known))
        known = std::move(told);
}

void fold(ListedFile& known, ListedFile& told) {
    fold_text(known.name, told.name);
    fold_text(known.key, told.key);
    if (known.level.empty() || (!told.level.empty() && level_rank(told.level) > level_rank(known.level)))
        known.level = std::move(told.level);
    known.images = std::max(known.images, told.images);
}

}  // namespace

bool ListedFiles::add(ListedFile file) {
    auto const md5 = lower_case(file.malicious_md5);
    if (md5.empty() || md5.size() > kLongestMd5)
        return false;
    file.images = std::clamp<std::int64_t>(file.images, 0, kMostImages);
    auto const [known, is_new] = files_.try_emplace(md5);
    if (is_new)
        known->second = std::move(file);
    else
        fold(known->second, file);
    return is_new;
}

std::int64_t ListedFiles::images() const {
    return std::accumulate(files_.begin(), files_.end(), std::int64_t{0},
                           [](std::int64_t sum, auto const& file) { return sum + file.second.images; });
}

}  // namespace sasyncd
