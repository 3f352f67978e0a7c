#pragma once

#include "service/status_page.hpp"

#include <string>
#include <vector>

namespace sasyncd {

/// What a health means to whoever is on call.
struct HealthKind {
    std::string_view health;
    std::string_view word;  ///< as the page says it
    std::string_view sign;  ///< beside the word: never colour alone
    std::string_view tone;  ///< class of the page's style: bad, warn, note, good
    bool needs_somebody;
    std::string_view heading;  ///< of those that need somebody
    std::string_view remedy;   ///< HTML
};

/// Of this source. What is not among those of the contract is shown as unknown.
[[nodiscard]] HealthKind const& kind_of(PageSource const& source);

/// All kinds, the worst first.
[[nodiscard]] std::vector<HealthKind> const& health_kinds();

/// The command that ends it, as HTML; empty where there is none for just this source.
[[nodiscard]] std::string command_for(PageSource const& source);

/// The worst first, then by name.
void sort_by_need(std::vector<PageSource>& sources);

[[nodiscard]] bool needs_somebody(PageSource const& source);

}  // namespace sasyncd
