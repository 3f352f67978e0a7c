#pragma once

#include "base/gather.hpp"
#include "sweep/difference.hpp"
#include "sweep/walk.hpp"

#include <optional>

namespace sasyncd {

/// Hands the parts of a walk to the ledger, one at a time while the walk goes on; the next waits for it, so that a
/// slow database slows the walk instead of filling memory.
class Publisher {
public:
    Publisher(WalkParts const& parts, Source const& source, Leadership leader, Difference& difference,
              boost::asio::any_io_executor executor);

    /// Publishes what waits, if it is enough or old enough.
    [[nodiscard]] Task<Status> publish_if_due();
    /// Publishes all that waits and awaits it.
    [[nodiscard]] Task<Status> finish();
    /// Awaits what is under way, whatever comes of it.
    [[nodiscard]] Task<void> drain();

    [[nodiscard]] PartOutcome const& total() const { return total_; }

private:
    using Arrival = std::optional<Result<PartOutcome>>;

    [[nodiscard]] Task<Status> await_previous();
    [[nodiscard]] Task<Arrival> publish(Part part);
    void begin();

    WalkParts const& parts_;
    Source const& source_;
    Leadership leader_;
    Difference& difference_;
    Gather<Arrival> under_way_;
    SteadyTime last_publish_;
    PartOutcome total_;
};

}  // namespace sasyncd
