#include "service/sweep_results.hpp"

#include <algorithm>

namespace sasyncd {

void SweepResults::walk_ended(Source const& source, Certificate const& certificate,
                              std::chrono::milliseconds duration) {
    add({source.name(), certificate, duration});
}

void SweepResults::add(SourceResult result) {
    auto const place =
        std::lower_bound(results_.begin(), results_.end(), result.source,
                         [](SourceResult const& a, std::string const& name) { return a.source < name; });
    if (place != results_.end() && place->source == result.source)
        *place = std::move(result);
    else
        results_.insert(place, std::move(result));
}

void SweepResults::mark_not_entitled(std::string_view source) {
    for (auto& result : results_)
        if (result.source == source)
            result.is_not_entitled = true;
}

}  // namespace sasyncd
