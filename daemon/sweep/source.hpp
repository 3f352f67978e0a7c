#pragma once

#include "findings/site.hpp"
#include "sweep/options.hpp"

#include <cstdint>
#include <string>

namespace sasyncd {

/// The right to write an account's tables, as the lease table gave it.
struct Leadership {
    std::string account_id;
    std::int64_t token = 0;
};

/// account × site × filter: the unit that is walked, published and judged.
struct Source {
    std::string label;  ///< the account's name in the settings; renaming it changes no finding
    std::string account_id;
    Site site = Site::china;
    Parameters filter;  ///< what the operator narrowed to; a region list as "RepoRegionId" joined by commas
    std::vector<std::string> regions;  ///< that list; walked one by one

    /// The filters under which it is read, one after the other: the operator's, once for each region of his list.
    [[nodiscard]] std::vector<Parameters> pieces() const;
    [[nodiscard]] bool is_filtered() const { return !filter.empty(); }
    /// "prod/china", with "#" and eight digits of the filter's digest where a filter narrows it.
    [[nodiscard]] std::string name() const;
    /// The filter in one canonical line, for the database; empty without one.
    [[nodiscard]] std::string filter_text() const;
};

/// What is to be walked of an account: a source for each of its sites.
[[nodiscard]] std::vector<Source> sources_of(ScopeOptions const& scope, std::string const& account_id);

}  // namespace sasyncd
