#pragma once

#include "app/wiring.hpp"
#include "store/verifier.hpp"

#include <map>

namespace sasyncd {

/// Once a day, by the database's clock and whoever verified last, looks whether the tables of each account that is led
/// here follow from each other. On a session of its own, so that neither a sweep nor the loop waits; repairs nothing.
class DailyVerification {
public:
    explicit DailyVerification(Wiring& wiring);

    /// Looks for ever. Spawn it once.
    [[nodiscard]] Task<void> keep();

private:
    [[nodiscard]] Task<void> look(std::string account_id);
    [[nodiscard]] Task<void> verify(std::string account_id);
    void tell(std::string const& account_id, Verification const& found) const;

    Wiring& wiring_;
    DatabaseThread thread_;
    Verifier verifier_;
    std::map<std::string, SteadyTime> look_at_;  ///< by account: not before
};

}  // namespace sasyncd
