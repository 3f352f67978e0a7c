#include "sweep/slices.hpp"

#include "sweep/row_filter.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace sasyncd {

namespace {

constexpr int kStatuses = 4;
constexpr int kTimesInARow = 2;

Parameters status_slice(int status) {
    return {{"Status", fmt::format("{}", status)}};
}

Parameters scan_range_slice() {
    return {{"ScanRange.1", "container"}, {"ScanRange.2", "image"}};
}

bool narrows_by_scan_range(Parameters const& filter) {
    auto const first = filter.lower_bound("ScanRange");
    return first != filter.end() && first->first.starts_with("ScanRange");
}

/// Empty where the call failed. A slice that is none, since it brings other rows, leaves nothing out; nor does a
/// ScanRange that the site does not know, whose values are nowhere promised as those of Status are.
Task<std::optional<std::int64_t>> total_count(PageReader& reader, Parameters filter, Parameters slice) {
    auto const wanted = slice;
    filter.merge(slice);
    PageQuery query(1, 1, std::move(filter));
    auto page = co_await reader.read(std::move(query));
    if (!page.has_value() && page.error().kind == ErrorKind::rejected && narrows_by_scan_range(wanted))
        co_return 0;
    if (!page.has_value())
        co_return std::nullopt;
    bool const is_slice = std::all_of(page->rows.begin(), page->rows.end(),
                                      [&](Row const& row) { return may_match(row, wanted); });
    co_return is_slice ? page->total_count : 0;
}

/// Empty where a call failed.
Task<std::optional<bool>> exceed_once(PageReader& reader, Parameters filter, std::vector<Parameters> slices) {
    Parameters none;
    auto const whole = co_await total_count(reader, filter, none);
    if (!whole)
        co_return std::nullopt;
    std::int64_t sum = 0;
    for (auto const& slice : slices) {
        auto const part = co_await total_count(reader, filter, slice);
        if (!part)
            co_return std::nullopt;
        sum += *part;
    }
    co_return sum > *whole;
}

Task<std::optional<bool>> exceed(PageReader& reader, Parameters filter, std::vector<Parameters> slices) {
    for (int time = 1; time <= kTimesInARow; ++time) {
        auto const once = co_await exceed_once(reader, filter, slices);
        if (!once || !*once)
            co_return once;
    }
    co_return true;
}

}  // namespace

std::vector<Parameters> slices_of(SourceMemory const& memory) {
    std::vector<Parameters> slices;
    if (memory.slice_by_status)
        for (int status = 0; status < kStatuses; ++status)
            slices.push_back(status_slice(status));
    if (memory.slice_by_scan_range)
        slices.push_back(scan_range_slice());
    return slices;
}

Task<bool> compare_slices(PageReader& reader, Parameters filter, SourceMemory& memory) {
    bool was_answered = true;
    if (!filter.contains("Status")) {
        std::vector<Parameters> slices;
        for (int status = 0; status < kStatuses; ++status)
            slices.push_back(status_slice(status));
        auto const does = co_await exceed(reader, filter, std::move(slices));
        memory.slice_by_status = memory.slice_by_status || does.value_or(false);
        was_answered = was_answered && does.has_value();
    }
    if (!narrows_by_scan_range(filter)) {
        std::vector<Parameters> slices(1, scan_range_slice());
        auto const does = co_await exceed(reader, filter, std::move(slices));
        memory.slice_by_scan_range = memory.slice_by_scan_range || does.value_or(false);
        was_answered = was_answered && does.has_value();
    }
    co_return was_answered;
}

}  // namespace sasyncd
