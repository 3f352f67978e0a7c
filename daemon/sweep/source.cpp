#include "sweep/source.hpp"

#include "findings/key.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace sasyncd {

std::string Source::name() const {
    auto const plain = fmt::format("{}/{}", label, to_string(site));
    if (!is_filtered())
        return plain;
    return fmt::format("{}#{:08x}", plain, digest64(filter_text()) >> 32);
}

std::vector<Parameters> Source::pieces() const {
    if (regions.empty())
        return {filter};
    std::vector<Parameters> pieces;
    for (auto const& region : regions) {
        auto piece = filter;
        piece["RepoRegionId"] = region;
        pieces.push_back(std::move(piece));
    }
    return pieces;
}

std::string Source::filter_text() const {
    std::string text;
    for (auto const& [name, value] : filter)
        text += fmt::format("{}{}={}", text.empty() ? "" : "&", name, value);
    return text;
}

std::vector<Source> sources_of(ScopeOptions const& scope, std::string const& account_id) {
    std::vector<Source> sources;
    for (auto const site : scope.sites) {
        Source source;
        source.label = scope.label;
        source.account_id = account_id;
        source.site = site;
        source.filter = scope.filters;
        source.regions = scope.regions;
        if (!source.regions.empty())
            source.filter["RepoRegionId"] = fmt::format("{}", fmt::join(source.regions, ","));
        sources.push_back(std::move(source));
    }
    return sources;
}

}  // namespace sasyncd
