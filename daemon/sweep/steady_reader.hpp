#pragma once

#include "sweep/page_reader.hpp"
#include "sweep/steadiness.hpp"

namespace sasyncd {

/// A page reader that keeps to the quota and repeats what may be repeated, until the deadline of the sweep.
class SteadyReader final : public PageReader {
public:
    using Counts = Steadiness::Counts;

    SteadyReader(PageReader& plain, Quota& quota, Clock& clock, std::uint32_t attempts, Log log)
        : plain_(plain), steadiness_(quota, clock, attempts, std::move(log)) {}

    [[nodiscard]] Task<Result<Page>> read(PageQuery query) override;

    void set_deadline(SteadyTime deadline) { steadiness_.set_deadline(deadline); }
    /// Called at each answer that throttles; null: nobody is told.
    void when_throttled(std::function<void()> tell) { steadiness_.when_throttled(std::move(tell)); }
    /// Since the last call of `reset_counts`.
    [[nodiscard]] Counts const& counts() const { return steadiness_.counts(); }
    void reset_counts() { steadiness_.reset_counts(); }

private:
    PageReader& plain_;
    Steadiness steadiness_;
};

}  // namespace sasyncd
