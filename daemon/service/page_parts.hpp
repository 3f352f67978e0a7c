#pragma once

#include "service/status_page.hpp"

#include <string>

namespace sasyncd {

/// Whether all is well, in one sentence; as text, for the title too.
struct Headline {
    std::string_view tone;  ///< class of the page's style
    std::string_view sign;
    std::string text;
    std::string detail;  ///< HTML
};

[[nodiscard]] Headline headline_of(StatusPage const& page);

/// Each an element, or nothing where there is nothing to tell. `page.sources` are sorted by need.
[[nodiscard]] std::string tiles(StatusPage const& page);
[[nodiscard]] std::string needs(StatusPage const& page);
[[nodiscard]] std::string sources_section(StatusPage const& page);
[[nodiscard]] std::string days_section(StatusPage const& page);
[[nodiscard]] std::string openings_section(StatusPage const& page);

/// The page's style, light and dark.
[[nodiscard]] std::string_view page_style();

}  // namespace sasyncd
