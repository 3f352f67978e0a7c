#include "aliyun/neighbour_parser.hpp"

#include "aliyun/error_codes.hpp"
#include "aliyun/error_envelope.hpp"
#include "aliyun/loose_json.hpp"
#include "base/text.hpp"

#include <algorithm>
#include <limits>

namespace sasyncd {

namespace {

using Element = simdjson::dom::element;

/// What the tables take as a key.
constexpr std::size_t kLongestId = 200;
/// Longer texts are no names.
constexpr std::size_t kLongestText = 1000;
/// 2100-01-01, in epoch milliseconds: what is later is none of ours.
constexpr std::int64_t kLatest = 4'102'444'800'000;

/// Empty where it is too long to be one: cut, it would be another's.
std::string id_in(Element const& object, LooseName names) {
    auto id = text_in(object, names, kLongestId + 1);
    return id.size() > kLongestId ? std::string() : id;
}

std::string name_in(Element const& object, LooseName names) {
    return text_in(object, names, kLongestText);
}

std::optional<std::int64_t> time_in(Element const& object, LooseName names) {
    auto const ms = count_in(object, names);
    return ms && *ms > 0 && *ms < kLatest ? ms : std::nullopt;
}

ListedRepository repository_in(Element const& from) {
    ListedRepository repository;
    repository.repo_id = id_in(from, {"RepoId"});
    repository.name = name_in(from, {"RepoName"});
    repository.name_space = name_in(from, {"RepoNamespaceName"});
    repository.status = name_in(from, {"RepoStatus"});
    repository.type = name_in(from, {"RepoType"});
    repository.build_type = name_in(from, {"RepoBuildType"});
    repository.summary = name_in(from, {"Summary"});
    repository.resource_group_id = name_in(from, {"ResourceGroupId"});
    repository.has_fixed_tags = flag_in(from, {"TagImmutability"});
    repository.created_ms = time_in(from, {"CreateTime"});
    repository.modified_ms = time_in(from, {"ModifiedTime"});
    return repository;
}

ListedCluster cluster_in(Element const& from) {
    ListedCluster cluster;
    cluster.cluster_id = id_in(from, {"ClusterId"});
    cluster.name = name_in(from, {"ClusterName"});
    cluster.type = name_in(from, {"ClusterType"});
    // "CusterState" is how the API spells it.
    cluster.state = name_in(from, {"CusterState", "ClusterState"});
    cluster.region_id = name_in(from, {"RegionId"});
    cluster.instances = count_in(from, {"InstanceCount"});
    cluster.risk_instances = count_in(from, {"RiskInstanceCount"});
    cluster.vulnerabilities = count_in(from, {"VulCount"});
    cluster.alerts = count_in(from, {"AlarmCount"});
    cluster.risk_level = name_in(from, {"RiskLevel"});
    cluster.risk_status = name_in(from, {"RiskStatus"});
    cluster.created_ms = time_in(from, {"CreateTime"});
    return cluster;
}

/// Why an answer that came as a good one is none.
std::optional<Error> fault_in(Element const& root, std::string_view action) {
    auto const code = text_in(root, {"Code", "code"}, kLongestText);
    bool const has_bad_code = !code.empty() && !is_success_code(code);
    bool const has_failed = flag_in(root, {"IsSuccess"}) == false;
    if (!has_bad_code && !has_failed)
        return std::nullopt;
    auto const message = text_in(root, {"Message", "message"}, kLongestText);
    if (has_bad_code)
        return error_of_code(code, message, 200, action);
    return Error(ErrorKind::rejected, "an answer that says IsSuccess: false, without a code");
}

/// The elements of a list; old generators put its array inside an object of one member.
std::optional<simdjson::dom::array> elements_in(Element const& root, LooseName names) {
    auto const found = member_of(root, names);
    simdjson::dom::array elements;
    if (found && found->get_array().get(elements) == simdjson::SUCCESS)
        return elements;
    simdjson::dom::object wrapper;
    if (!found || found->get_object().get(wrapper) != simdjson::SUCCESS || wrapper.size() != 1)
        return std::nullopt;
    if ((*wrapper.begin()).value.get_array().get(elements) != simdjson::SUCCESS)
        return std::nullopt;
    return elements;
}

template <class T>
Result<ListPage<T>> page_of(Element const& root, Element const& info, LooseName number, LooseName list,
                            T (*read)(Element const&)) {
    auto const page_number = count_in(info, number);
    auto const elements = elements_in(root, list);
    if (!page_number || !elements)
        return Error(ErrorKind::malformed, "answer without its list or the number of its page");
    ListPage<T> page;
    page.number = static_cast<std::uint32_t>(
        std::min<std::int64_t>(*page_number, std::numeric_limits<std::uint32_t>::max()));
    page.total_count = count_in(info, {"TotalCount"}).value_or(0);
    page.request_id = printable(text_in(root, {"RequestId"}, kLongestText), 80);
    for (auto const element : *elements) {
        auto read_element = element.is_object() ? read(element) : T();
        if (id_of(read_element).empty())
            ++page.unusable;
        else
            page.elements.push_back(std::move(read_element));
    }
    return page;
}

}  // namespace

Result<ListPage<ListedRepository>> parse_repositories(std::string const& body) {
    simdjson::dom::parser parser;
    auto const root = parse_loosely(parser, body);
    if (!root)
        return Error(ErrorKind::malformed, "answer is no JSON object");
    if (auto fault = fault_in(*root, "ListRepository"))
        return std::move(*fault);
    return page_of<ListedRepository>(*root, *root, {"PageNo"}, {"Repositories"}, repository_in);
}

Result<ListPage<ListedCluster>> parse_clusters(std::string const& body) {
    simdjson::dom::parser parser;
    auto const root = parse_loosely(parser, body);
    if (!root)
        return Error(ErrorKind::malformed, "answer is no JSON object");
    if (auto fault = fault_in(*root, "DescribeGroupedContainerInstances"))
        return std::move(*fault);
    auto const info = member_of(*root, {"PageInfo"});
    if (!info || !info->is_object())
        return Error(ErrorKind::malformed, "answer without PageInfo");
    return page_of<ListedCluster>(*root, *info, {"CurrentPage"}, {"GroupedContainerInstanceList"},
                                  cluster_in);
}

}  // namespace sasyncd
