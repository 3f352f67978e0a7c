#pragma once

#include "base/clock.hpp"
#include "base/log.hpp"
#include "sweep/observer.hpp"

#include <string>

namespace sasyncd {

/// Tells of failures of the database that are still hoped to pass: at once, and while they stay the same, now and then.
class TroubleLog final : public Observer {
public:
    TroubleLog(Clock& clock, Log log) : clock_(clock), log_(std::move(log)) {}

    void database_failed(Error const& error) override;

private:
    Clock& clock_;
    Log log_;
    std::string told_;
    SteadyTime told_at_{};
};

}  // namespace sasyncd
