#include "service/html.hpp"

#include "base/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>

namespace sasyncd {

namespace {

std::string_view entity_of(char c) {
    switch (c) {
        case '&': return "&amp;";
        case '<': return "&lt;";
        case '>': return "&gt;";
        case '"': return "&quot;";
        case '\'': return "&#39;";
        default: return {};
    }
}

}  // namespace

std::string html(std::string_view text, std::size_t limit) {
    std::string out;
    for (char const c : printable(text, limit)) {
        auto const entity = entity_of(c);
        if (entity.empty())
            out += c;
        else
            out += entity;
    }
    return out;
}

std::string isolated(std::string_view text, std::size_t limit) {
    return "<bdi>" + html(text, limit) + "</bdi>";
}

std::string rough(std::chrono::milliseconds span) {
    auto const seconds = std::max<std::int64_t>(0, span.count() / 1000);
    auto const minutes = seconds / 60;
    auto const hours = minutes / 60;
    auto const two = [](std::int64_t large, char const* of_large, std::int64_t small, char const* of_small) {
        return small == 0 ? fmt::format("{} {}", large, of_large)
                          : fmt::format("{} {} {} {}", large, of_large, small, of_small);
    };
    if (seconds < 60)
        return fmt::format("{} s", seconds);
    if (minutes < 60)
        return fmt::format("{} min", minutes);
    return hours < 48 ? two(hours, "h", minutes % 60, "min") : two(hours / 24, "d", hours % 24, "h");
}

}  // namespace sasyncd
