#include "sweep/fuse.hpp"

namespace sasyncd {

bool fuse_trips(FuseOptions const& options, FuseCounts const& counts, std::uint64_t due) {
    if (due == 0)
        return false;
    auto const gone = counts.gone_lately + due;
    auto const were_there = counts.present + counts.gone_lately;
    bool const is_past_fraction =
        static_cast<double>(gone) > options.fraction * static_cast<double>(were_there);
    return is_past_fraction && gone > options.minimum;
}

}  // namespace sasyncd
