#pragma once

#include "findings/row.hpp"

#include <string>

namespace sasyncd {

/// Why a row that could be read cannot be stored, so that it goes to quarantine; empty where it can.
[[nodiscard]] std::string row_fault(Row const& row);

}  // namespace sasyncd
