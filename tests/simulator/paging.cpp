#include "paging.hpp"

#include <algorithm>
#include <charconv>
#include <limits>
#include <string_view>

namespace sasyncd::simulator {
namespace {

PageRange refuse(std::string code, std::string message) {
    PageRange range;
    range.error = ApiError{400, std::move(code), std::move(message)};
    return range;
}

std::optional<std::int64_t> positive(std::string const& text) {
    std::int64_t value = 0;
    char const* end = text.data() + text.size();
    auto const [stopped, fault] = std::from_chars(text.data(), end, value);
    if (fault != std::errc{} || stopped != end || value < 1 ||
        value > std::numeric_limits<std::int32_t>::max()) {
        return std::nullopt;
    }
    return value;
}

}  // namespace

PageRange range_of(Parameters const& parameters, Settings const& settings, std::size_t available) {
    auto const page = parameters.find("CurrentPage");
    auto const size = parameters.find("PageSize");
    if (page == parameters.end() || page->second.empty()) {
        return refuse("MissingCurrentPage", "CurrentPage is mandatory for this action.");
    }
    if (size == parameters.end() || size->second.empty()) {
        return refuse("MissingPageSize", "PageSize is mandatory for this action.");
    }
    auto const number = positive(page->second);
    auto const asked = positive(size->second);
    if (!number || !asked) {
        return refuse(number ? "InvalidPageSize" : "InvalidCurrentPage",
                      "The specified parameter is not valid.");
    }
    std::int64_t served = *asked;
    if (settings.page_cap > 0 && served > settings.page_cap) {
        if (settings.over_cap == "error") {
            return refuse("InvalidPageSize", "PageSize is too large.");
        }
        served = settings.over_cap == "default" ? std::min<std::int64_t>(20, settings.page_cap)
                                                : settings.page_cap;
    }
    const std::int64_t offset = (*number - 1) * (settings.offset_by_asked ? *asked : served);
    PageRange range;
    range.current_page = *number;
    range.echoed_size = settings.echo_asked_size ? *asked : served;
    bool const is_too_deep = settings.deep_rows > 0 && offset >= settings.deep_rows;
    if (is_too_deep && settings.deep_answer == "error") {
        return refuse(settings.deep_code, "The page is too deep.");
    }
    range.first = std::min(static_cast<std::size_t>(offset), available);
    range.count = is_too_deep ? 0 : std::min(static_cast<std::size_t>(served), available - range.first);
    return range;
}

std::int64_t total_of(Settings const& settings, std::size_t counted, std::uint64_t calls) {
    auto const rows = static_cast<std::int64_t>(counted);
    if (settings.total == "scaled") {
        return static_cast<std::int64_t>(static_cast<double>(rows) * settings.total_factor);
    }
    auto const& values = settings.total_values;
    if (values.empty() || settings.total == "rows" || settings.total == "images") {
        return rows;
    }
    return settings.total == "forced" ? values.front() : values[calls % values.size()];
}

}  // namespace sasyncd::simulator
