#pragma once

#include "base/clock.hpp"
#include "sweep/observer.hpp"

#include <string>

namespace sasyncd {

/// A clock that stands still until told otherwise.
class StillClock final : public Clock {
public:
    [[nodiscard]] SystemTime system_now() const override { return SystemTime(now_); }
    [[nodiscard]] SteadyTime steady_now() const override { return SteadyTime(std::chrono::hours(1) + now_); }
    [[nodiscard]] Task<void> sleep_until(SteadyTime) override { co_return; }

    void advance(std::chrono::milliseconds time) { now_ += time; }

private:
    std::chrono::milliseconds now_{0};
};

inline Source source_of(std::string label, Site site = Site::china) {
    Source source;
    source.label = std::move(label);
    source.site = site;
    return source;
}

inline Certificate whole_certificate(std::uint64_t rows) {
    Certificate certificate;
    certificate.verdict = Verdict::whole;
    certificate.pages = rows / 100 + 1;
    certificate.rows = rows;
    return certificate;
}

}  // namespace sasyncd
