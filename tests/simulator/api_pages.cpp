#include "api.hpp"
#include "paging.hpp"

#include <fmt/format.h>

#include <algorithm>

// The two operations that answer pages.
namespace sasyncd::simulator {
namespace {

bool has_fault(Injection const& injection, std::string_view kind) {
    return std::any_of(injection.faults.begin(), injection.faults.end(),
                       [kind](Fault const& fault) { return fault.kind == kind; });
}

}  // namespace

std::string Api::new_signature() {
    return random_.hex(Row::kSignatureSize);
}

Reply Api::page_reply(ApiCall& call, Page& page) const {
    page.request_id = call.request_id;
    page.is_wrapped = world_.settings[call.request.site].wrapped;
    distort(page, call.injection.faults, call.injection.hit);
    call.log.rows = static_cast<std::int64_t>(page.rows.size());
    call.log.total = page.total;
    Reply reply;
    reply.body = page.to_json();
    return reply;
}

Reply Api::affected_images(ApiCall& call) {
    Settings const& settings = world_.settings[call.request.site];
    DataSet const& set = world_.data[{call.account, call.request.site}];
    const Filter filter =
        has_fault(call.injection, "filter_ignored") ? Filter{} : Filter{call.parameters, settings};
    const DataSet::Selection selection = set.select(filter);
    PageRange range = range_of(call.parameters, settings, selection.size());
    if (range.error) {
        return fail(call, *range.error);
    }
    Page page;
    page.current_page = range.current_page;
    page.page_size = range.echoed_size;
    bool const counts_images = settings.total == "images";
    page.total = total_of(settings, counts_images ? set.count_images(filter) : selection.size(), calls_);
    if (has_fault(call.injection, "same_page")) {
        Parameters first = call.parameters;
        first.insert_or_assign("CurrentPage", std::string(1, '1'));
        range = range_of(first, settings, selection.size());
    }
    const std::string signature = new_signature();
    page.rows.resize(range.count);
    for (std::size_t i = 0; i < range.count; ++i) {
        selection[range.first + i].append_to(page.rows[i], signature);
    }
    return page_reply(call, page);
}

Reply Api::grouped_files(ApiCall& call) {
    Settings const& settings = world_.settings[call.request.site];
    DataSet const& set = world_.data[{call.account, call.request.site}];
    const Filter filter{call.parameters, settings};
    auto& [version, samples] =
        samples_[fmt::format("{}/{}/{}", call.account, to_text(call.request.site), filter.key())];
    const DataSet::Selection selection = set.select(filter);
    if (samples.size() == 0 || version != set.version()) {
        samples = SampleList{selection};
        version = set.version();
    }
    const PageRange range = range_of(call.parameters, settings, samples.size());
    if (range.error) {
        return fail(call, *range.error);
    }
    Page page;
    page.array = "GroupedMaliciousFileResponse";
    page.wrapper = "GroupedMaliciousFile";
    page.current_page = range.current_page;
    page.page_size = range.echoed_size;
    page.total = total_of(settings, samples.size(), calls_);
    for (std::size_t i = 0; i < range.count; ++i) {
        page.rows.push_back(samples.to_json(range.first + i, selection));
    }
    return page_reply(call, page);
}

}  // namespace sasyncd::simulator
