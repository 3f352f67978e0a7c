#pragma once

#include "base/result.hpp"
#include "base/task.hpp"

#include <cstdint>
#include <string>

namespace sasyncd {

/// Dates what a sweep writes, and numbers sweeps and walks: noted while a recording is made, taken from it while it is
/// replayed. `what` names a step so that both find it: "publish 1234567890123456/china".
class Moments {
public:
    virtual ~Moments() = default;

    /// Whose account the credentials are.
    virtual void identified(std::string const& /*label*/, std::string const& /*account_id*/) {}
    /// What is asked of the database next happens at this step.
    virtual void mark(std::string const& what) = 0;
    /// Before the sweep or walk begins: it is to get the number that it had.
    [[nodiscard]] virtual Task<Status> before_sweep() = 0;
    [[nodiscard]] virtual Task<Status> before_walk(std::string what) = 0;
    /// It got this number.
    virtual void sweep_began(std::int64_t /*sweep_id*/) {}
    virtual void walk_began(std::string const& /*what*/, std::int64_t /*walk_id*/) {}
};

}  // namespace sasyncd
