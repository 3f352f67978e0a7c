#pragma once

#include <cstdio>
#include <string_view>

namespace sasyncd {

/// Opens /dev/null in place of each of stdin, stdout and stderr that whoever started us had closed: else a socket or a
/// file gets its number, and what is meant for a person is written into it. Call it before anything else is opened.
void fill_standard_streams();

/// Writes for a person, who may be gone, or whose disk may be full: that ends no work.
void tell(std::FILE* stream, std::string_view text);

/// The same to stderr, where whoever reads takes it at once: what only shows how far the work is must not hold it up.
void offer(std::string_view text);

/// For work that is to be done whoever reads what it says: a pipe without a reader is told by an error, no signal.
void outlive_readers();

}  // namespace sasyncd
