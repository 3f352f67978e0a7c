#include "settings/fault.hpp"

#include "base/text.hpp"

#include <fmt/format.h>

namespace sasyncd {

std::string SettingsFault::to_line() const {
    auto text = printable(file);
    if (line > 0)
        text += fmt::format(":{}:{}", line, column);
    text += ": ";
    if (!path.empty())
        text += printable(path) + ": ";
    text += printable(what, 1000);
    if (!expected.empty())
        text += "; expected " + printable(expected, 1000);
    if (!suggestion.empty())
        text += fmt::format("; did you mean {}?", printable(suggestion));
    return text;
}

}  // namespace sasyncd
