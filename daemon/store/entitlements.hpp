#pragma once

#include "store/patient.hpp"
#include "sweep/source.hpp"

#include <set>
#include <string>

namespace sasyncd {

/// Which sites an account turned out not to use: a site that refuses for want of permission or licence, and of which
/// nothing was ever seen. A walk that is not refused takes that back by itself.
class Entitlements {
public:
    /// Read-only (options.read_only): answers the same and writes nothing.
    Entitlements(DatabaseThread& thread, Clock& clock, Observer& observer, DatabaseOptions const& options)
        : calls_(thread, clock, observer, options) {}

    /// Whether nothing of the account was ever seen on the site.
    [[nodiscard]] Task<Result<bool>> is_site_empty(std::string account_id, Site site);
    /// The sources of the account that are `not_entitled` and were tried within the last 24 hours, by site and suffix:
    /// "international".
    [[nodiscard]] Task<Result<std::set<std::string>>> tried_today(std::string account_id);
    /// The source was just tried, and is `not_entitled` from now on, or no longer.
    [[nodiscard]] Task<Status> record(Leadership leader, Source source, bool is_not_entitled);

private:
    Patient calls_;
};

}  // namespace sasyncd
