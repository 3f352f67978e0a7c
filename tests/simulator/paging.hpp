#pragma once

#include "errors.hpp"
#include "settings.hpp"
#include "url.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>

namespace sasyncd::simulator {

// Which rows of a selection a page shows.
struct PageRange {
    std::int64_t current_page = 1;
    std::int64_t echoed_size = 20;
    std::size_t first = 0;
    std::size_t count = 0;
    std::optional<ApiError> error = std::nullopt;
};

PageRange range_of(Parameters const& parameters, Settings const& settings, std::size_t available);

// TotalCount, as the settings bend it; `calls` alternates.
std::int64_t total_of(Settings const& settings, std::size_t counted, std::uint64_t calls);

}  // namespace sasyncd::simulator
