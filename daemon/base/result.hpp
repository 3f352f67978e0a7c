#pragma once

#include "base/error.hpp"

#include <boost/system/result.hpp>

#include <stdexcept>

namespace sasyncd {

/// A value, or what the outside world did to us.
template <class T>
using Result = boost::system::result<T, Error>;

using Status = Result<void>;

/// Called by `Result::value()` on an error: asking for a value that is not there is a bug of ours.
[[noreturn]] inline void throw_exception_from_error(Error const& error, boost::source_location const&) {
    throw std::logic_error(error.line());
}

}  // namespace sasyncd
