#pragma once

#include "net/transport.hpp"

namespace sasyncd {

/// An encoding that nobody asked for would be taken for the text itself. Only chunks are undone by the parser, and
/// only once and where they are the last of the list. Error `malformed` for any other that the headers name.
[[nodiscard]] Status check_encoding(HttpResponse const& response, Origin const& origin);

}  // namespace sasyncd
