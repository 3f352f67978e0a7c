#include "app/entitlement.hpp"

#include <algorithm>

namespace sasyncd {

bool is_refused_alone(SourceWalk const& walk, std::vector<SourceWalk> const& walks) {
    return walk.is_refused() && std::any_of(walks.begin(), walks.end(), [&](SourceWalk const& other) {
               return other.source.site != walk.source.site && other.was_answered();
           });
}

}  // namespace sasyncd
