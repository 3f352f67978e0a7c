#include "aliyun/cloud_neighbour_reader.hpp"

#include "aliyun/endpoints.hpp"
#include "aliyun/neighbour_parser.hpp"
#include "base/text.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace sasyncd {

namespace {

bool is_instance(std::string_view id) {
    auto const is_good = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'; };
    return id.starts_with("cri-") && id.size() <= 64 && std::all_of(id.begin(), id.end(), is_good);
}

}  // namespace

Task<Result<ListPage<ListedRepository>>> CloudNeighbourReader::repositories(Registry registry,
                                                                            std::uint32_t page,
                                                                            std::uint32_t size) {
    if (!is_region(registry.region_id) || !is_instance(registry.instance_id))
        co_return Error(ErrorKind::rejected,
                        fmt::format("no registry can be called {} in {}", printable(registry.instance_id, 80),
                                    printable(registry.region_id, 80)));
    Parameters parameters;
    parameters["InstanceId"] = registry.instance_id;
    parameters["RepoStatus"] = "ALL";
    parameters["PageNo"] = fmt::format("{}", page);
    parameters["PageSize"] = fmt::format("{}", size);
    std::string action = "ListRepository";
    auto& call = registry_(registry.region_id);
    auto answer = co_await ask<ListedRepository>(call, std::move(action), std::move(parameters), page,
                                                 parse_repositories);
    co_return answer;
}

Task<Result<ListPage<ListedCluster>>> CloudNeighbourReader::clusters(std::uint32_t page, std::uint32_t size) {
    Parameters parameters;
    parameters["GroupField"] = "clusterId";
    parameters["CurrentPage"] = fmt::format("{}", page);
    parameters["PageSize"] = fmt::format("{}", size);
    std::string action = "DescribeGroupedContainerInstances";
    auto answer = co_await ask<ListedCluster>(security_center_, std::move(action), std::move(parameters),
                                              page, parse_clusters);
    co_return answer;
}

template <class T>
Task<Result<ListPage<T>>> CloudNeighbourReader::ask(ApiCall& call, std::string action, Parameters parameters,
                                                    std::uint32_t page,
                                                    Result<ListPage<T>> (*parse)(std::string const&)) {
    auto answer = co_await call.call(std::move(action), std::move(parameters));
    if (!answer)
        co_return answer.error();
    auto const request_id = printable(answer->header("x-acs-request-id"), 80);
    auto told = parse(answer->body);
    if (told && told->number != page)
        told = Error(ErrorKind::malformed, fmt::format("page {} answered as page {}", page, told->number));
    if (!told)
        co_return std::move(told.error()).with_request_id(request_id);
    if (told->request_id.empty())
        told->request_id = request_id;
    co_return told;
}

}  // namespace sasyncd
