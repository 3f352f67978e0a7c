#pragma once

#include "app/wiring.hpp"
#include "service/sweep_results.hpp"
#include "store/verification.hpp"

#include <map>
#include <string>

namespace sasyncd {

/// One sweep that writes nothing, and each row that the tables do not have as the API shows it.
class ApiCheck {
public:
    /// `wiring` must be one that only reads.
    ApiCheck(Wiring& wiring, SweepResults const& results);

    /// Prints what differs, and how far all was read; returns the exit status.
    [[nodiscard]] Task<int> run();

private:
    void note(std::string const& account_id, Site site, Part const& part);
    void note(std::string const& account_id, Site site, Key const& row, char const* stored,
              char const* expected);
    [[nodiscard]] Task<void> print(std::string account_id, CheckOutcome outcome);

    Wiring& wiring_;
    SweepResults const& results_;
    std::map<std::string, CheckOutcome> by_account_;
};

}  // namespace sasyncd
