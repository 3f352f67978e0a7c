#pragma once

#include "base/log.hpp"
#include "sweep/page_reader.hpp"
#include "sweep/quota.hpp"

#include <functional>
#include <random>

namespace sasyncd {

/// A page reader that keeps to the quota and repeats what may be repeated, until the deadline of the sweep.
class SteadyReader final : public PageReader {
public:
    struct Counts {
        std::uint64_t requests = 0;
        std::uint64_t retries = 0;
        std::string first_request_id;
        std::string last_request_id;
    };

    SteadyReader(PageReader& plain, Quota& quota, Clock& clock, std::uint32_t attempts, Log log);

    [[nodiscard]] Task<Result<Page>> read(PageQuery query) override;

    void set_deadline(SteadyTime deadline) { deadline_ = deadline; }
    /// Called at each answer that throttles; null: nobody is told.
    void when_throttled(std::function<void()> tell) { tell_throttled_ = std::move(tell); }
    /// Since the last call of `reset_counts`.
    [[nodiscard]] Counts const& counts() const { return counts_; }
    void reset_counts() { counts_ = {}; }

private:
    void note(Result<Page> const& answer);

    PageReader& plain_;
    Quota& quota_;
    Clock& clock_;
    std::uint32_t attempts_;
    Log log_;
    SteadyTime deadline_ = SteadyTime::max();
    std::function<void()> tell_throttled_;
    Counts counts_;
    std::minstd_rand dice_{std::random_device{}()};
};

}  // namespace sasyncd
