#include "service/sweep_results.hpp"

#include <algorithm>

namespace sasyncd {

void SweepResults::walk_ended(Source const& source, Certificate const& certificate,
                              std::chrono::milliseconds duration) {
    SourceResult result{source.name(), certificate, duration};
    auto const place = std::lower_bound(results_.begin(), results_.end(), result.source,
                                        [](SourceResult const& a, std::string const& name) { return a.source < name; });
    if (place != results_.end() && place->source == result.source)
        *place = std::move(result);
    else
        results_.insert(place, std::move(result));
}

}  // namespace sasyncd
