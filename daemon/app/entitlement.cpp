#include "app/entitlement.hpp"

#include <algorithm>

namespace sasyncd {

bool is_refused_alone(SourceWalk const& walk, std::vector<SourceWalk> const& walks) {
    return walk.is_refused() && std::any_of(walks.begin(), walks.end(), [&](SourceWalk const& other) {
               return other.source.site != walk.source.site && other.was_answered();
           });
}

Task<bool> refuses_by_right(AccountClient& client, Source source) {
    auto pieces = source.pieces();
    PageQuery query(1, 1, std::move(pieces.front()));
    auto page = co_await client.reader(source.site).read(std::move(query));
    co_return !page.has_value() && page.error().is_denial;
}

}  // namespace sasyncd
