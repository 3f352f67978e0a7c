#include "neighbours.hpp"

#include "json_text.hpp"
#include "random.hpp"

#include <fmt/format.h>

#include <array>
#include <functional>
#include <map>
#include <set>

namespace sasyncd::simulator {
namespace {

constexpr std::int64_t kFirstDay = 1'564'153'576'000;
constexpr std::int64_t kDay = 86'400'000;

// Always the same for one id.
Random random_of(std::string_view id) {
    std::uint64_t seed = 0xcbf29ce484222325;  // FNV-1a, since std::hash differs from library to library
    for (char const c : id) {
        seed = (seed ^ static_cast<unsigned char>(c)) * 0x100000001b3;
    }
    return Random{seed};
}

void keep_first(std::string& known, std::string told) {
    if (known.empty()) {
        known = std::move(told);
    }
}

struct Repository {
    std::string name;
    std::string name_space;
};

std::string repository_json(std::string_view instance, std::string const& id, Repository const& repository) {
    Random random = random_of(id);
    const std::int64_t created = kFirstDay + static_cast<std::int64_t>(random.below(2000)) * kDay;
    std::string out = fmt::format(
        R"({{"InstanceId":{},"RepoId":{},"RepoName":{},"RepoNamespaceName":{},"RepoType":"{}","RepoStatus":"NORMAL",)"
        R"("RepoBuildType":"{}","TagImmutability":{},"CreateTime":{},"ModifiedTime":{})",
        json_string(instance), json_string(id), json_string(repository.name),
        json_string(repository.name_space), random.chance(20) ? "PUBLIC" : "PRIVATE",
        random.chance(30) ? "AUTO" : "MANUAL", random.chance(25), created, created + kDay);
    if (random.chance(60)) {
        out += fmt::format(",\"Summary\":{}", json_string("images of " + repository.name + " \"é\""));
    }
    if (random.chance(50)) {
        out += fmt::format(",\"ResourceGroupId\":\"rg-{}\"", random.hex(12));
    }
    return out + "}";
}

struct Cluster {
    std::string name;
    std::set<std::string> containers;
};

std::string cluster_json(std::string const& id, Cluster const& cluster) {
    constexpr std::array kTypes = {"ManagedKubernetes", "Kubernetes", "Ask"};
    constexpr std::array kRegions = {"cn-hangzhou", "cn-shanghai", "ap-southeast-1"};
    Random random = random_of(id);
    const std::size_t risky = cluster.containers.size();
    return fmt::format(
        R"({{"ClusterId":{},"ClusterName":{},"ClusterType":"{}","CusterState":"running","RegionId":"{}",)"
        R"("InstanceCount":{},"RiskInstanceCount":{},"RiskStatus":"{}","RiskLevel":"{}","VulCount":{},)"
        R"("AlarmCount":{},"CreateTime":{}}})",
        json_string(id), json_string(cluster.name), random.pick(kTypes), random.pick(kRegions),
        risky + random.below(40), risky, risky > 0 ? "YES" : "NO", risky > 0 ? "2" : "0", random.below(200),
        risky, kFirstDay + static_cast<std::int64_t>(random.below(2000)) * kDay);
}

}  // namespace

std::vector<std::string> repositories_of(std::vector<DataSet const*> const& sets, std::string_view instance) {
    std::map<std::string, Repository> known;
    for (DataSet const* set : sets) {
        for (Row const& row : set->rows()) {
            if (row.text("RepoInstanceId") == instance && !row.text("RepoId").empty()) {
                Repository& repository = known[row.text("RepoId")];
                keep_first(repository.name, row.text("RepoName"));
                keep_first(repository.name_space, row.text("Namespace"));
            }
        }
    }
    if (known.empty()) {
        return {};
    }
    for (int i = 0; i < 3; ++i) {
        Random random = random_of(fmt::format("{}/{}", instance, i));
        known[fmt::format("crr-{}", random.hex(16))] = {fmt::format("clean-{}", i), "base"};
    }
    std::vector<std::string> out;
    for (auto const& [id, repository] : known) {
        out.push_back(repository_json(instance, id, repository));
    }
    return out;
}

std::vector<std::string> instances_of(std::vector<DataSet const*> const& sets) {
    std::set<std::string> out;
    for (DataSet const* set : sets) {
        for (Row const& row : set->rows()) {
            out.insert(row.text("RepoInstanceId"));
        }
    }
    out.erase(std::string{});
    return {out.begin(), out.end()};
}

std::vector<std::string> clusters_of(DataSet const& set) {
    std::map<std::string, Cluster> known;
    for (Row const& row : set.rows()) {
        if (const std::string id = row.text("ClusterId"); !id.empty()) {
            Cluster& cluster = known[id];
            keep_first(cluster.name, row.text("ClusterName"));
            cluster.containers.insert(row.text("ContainerId"));
        }
    }
    for (int i = 0; i < 2; ++i) {
        known[fmt::format("c{}", Random{static_cast<std::uint64_t>(i), 91}.hex(31))].name =
            fmt::format("clean-cluster-{}", i);
    }
    std::vector<std::string> out;
    for (auto const& [id, cluster] : known) {
        out.push_back(cluster_json(id, cluster));
    }
    return out;
}

}  // namespace sasyncd::simulator
