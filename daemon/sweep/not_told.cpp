#include "sweep/not_told.hpp"

#include <fmt/format.h>

namespace sasyncd {

std::string reason_not_told(std::string_view action, Error const& error) {
    auto text = fmt::format("{}: {}", action, error.code.empty() ? error.what : error.code);
    if (error.is_denial && !error.remedy.empty())
        text += fmt::format("; {}", error.remedy);
    return text.substr(0, 500);
}

void tell_not_told(Log const& log, Source const& source, std::string const& fault, std::string const& known) {
    if (fault.empty())
        return;
    auto const level = fault == known ? spdlog::level::info : spdlog::level::warn;
    log->log(level, "event=not_told source={} {}; everything else goes on", source.name(),
             field("reason", fault));
}

}  // namespace sasyncd
