#include "sweep/region_check.hpp"

#include <algorithm>

namespace sasyncd {

/// What a region hid is remembered until a whole walk of it finds nothing of the kind; one that held rows of its own
/// does not turn invalid, so that its refusal is no answer.
RegionCheck::RegionCheck(Probe probe, RegionCount const& known, std::int64_t seen)
    : hidden_before_(known.hidden) {
    count_.confirmed = known.confirmed;
    count_.hidden = known.hidden;
    count_.seen = seen;
    count_.reported = probe.reported;
    count_.is_honoured = probe.is_honoured;
    count_.is_answered = probe.refused.empty() || (probe.is_rejected && known.hidden == 0);
    count_.is_apart = known.hidden > 0 || (count_.is_honoured && count_.reported > count_.seen);
    count_.refused = std::move(probe.refused);
}

bool RegionCheck::is_to_be_walked() const {
    if (!count_.refused.empty() || !count_.is_honoured)
        return false;
    return hidden_before_ > 0 || count_.reported - count_.seen > count_.confirmed;
}

void RegionCheck::walked(std::int64_t found, std::int64_t seen, bool is_whole) {
    count_.is_apart = count_.is_apart || found > 0;
    count_.is_answered = is_whole;
    count_.seen = seen;
    count_.hidden = is_whole ? found : std::max(found, hidden_before_);
    if (is_whole)
        count_.confirmed = std::max<std::int64_t>(0, count_.reported - count_.seen);
}

}  // namespace sasyncd
