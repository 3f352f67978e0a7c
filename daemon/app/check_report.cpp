#include "app/check_report.hpp"

#include "base/text.hpp"

#include <fmt/format.h>

namespace sasyncd {

namespace {

constexpr std::size_t kMaxFault = 1000;

}  // namespace

void CheckReport::ok(std::string const& what, std::string const& detail) {
    fmt::print("ok    {}: {}\n", what, printable(detail, kMaxFault));
}

void CheckReport::note(std::string const& what, std::string const& detail) {
    fmt::print("note  {}: {}\n", what, printable(detail, kMaxFault));
}

void CheckReport::fault(std::string const& what, Error const& error) {
    fmt::print("FAULT {}: {}\n", what, printable(error.line(), kMaxFault));
    status_ = exit_code::graver(status_, exit_code::of(error.kind));
}

}  // namespace sasyncd
