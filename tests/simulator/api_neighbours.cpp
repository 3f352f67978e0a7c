#include "api.hpp"
#include "neighbours.hpp"
#include "paging.hpp"

// What lies beside the rows: repositories and clusters.
namespace sasyncd::simulator {
namespace {

std::string get(Parameters const& parameters, std::string const& name, std::string_view otherwise) {
    auto const found = parameters.find(name);
    return found == parameters.end() ? std::string{otherwise} : found->second;
}

}  // namespace

Reply Api::list_reply(ApiCall& call, Page& page, std::vector<std::string> const& all,
                      Settings const& settings) {
    const Parameters paging = {
        {"CurrentPage", get(call.parameters, page.is_of_registry ? "PageNo" : "CurrentPage", "1")},
        {"PageSize", get(call.parameters, "PageSize", page.is_of_registry ? "30" : "20")}};
    const PageRange range = range_of(paging, settings, all.size());
    if (range.error) {
        return fail(call, *range.error);
    }
    page.current_page = range.current_page;
    page.page_size = range.echoed_size;
    page.total = total_of(settings, all.size(), calls_);
    for (std::size_t i = 0; i < range.count; ++i) {
        page.rows.push_back(all[range.first + i]);
    }
    return page_reply(call, page);
}

Reply Api::repositories(ApiCall& call) {
    const std::string instance = get(call.parameters, "InstanceId", "");
    if (instance.empty()) {
        return fail(call, {400, "MissingInstanceId", "InstanceId is mandatory for this action."});
    }
    const std::vector<std::string> all = repositories_of(
        {&world_.data[{call.account, Site::china}], &world_.data[{call.account, Site::international}]},
        instance);
    if (all.empty()) {
        return fail(call, {404, "INSTANCE_NOT_EXIST", "instance is not exist"});
    }
    Settings settings = world_.settings[call.request.site];
    if (settings.page_cap == 0 || settings.page_cap > 100) {
        settings.page_cap = 100;
    }
    Page page;
    page.array = "Repositories";
    page.is_of_registry = true;
    return list_reply(call, page, all, settings);
}

Reply Api::clusters(ApiCall& call) {
    if (get(call.parameters, "GroupField", "") != "clusterId") {
        return fail(call, {400, "InvalidParameter.GroupField", "The specified parameter is not valid."});
    }
    Page page;
    page.array = "GroupedContainerInstanceList";
    return list_reply(call, page, clusters_of(world_.data[{call.account, call.request.site}]),
                      world_.settings[call.request.site]);
}

}  // namespace sasyncd::simulator
