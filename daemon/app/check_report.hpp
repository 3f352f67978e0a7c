#pragma once

#include "app/exit_code.hpp"
#include "base/error.hpp"

#include <string>

namespace sasyncd {

/// What `check` says: a line for each thing looked at, with ok or the remedy. Keeps the gravest exit status.
class CheckReport {
public:
    void ok(std::string const& what, std::string const& detail);
    /// Works, but not as one would wish: no fault of the operator's.
    void note(std::string const& what, std::string const& detail);
    void fault(std::string const& what, Error const& error);
    [[nodiscard]] int status() const { return status_; }

private:
    int status_ = exit_code::kDone;
};

}  // namespace sasyncd
