#pragma once

#include "base/result.hpp"
#include "base/task.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace sasyncd {

/// An instance of the container registry, and the region whose host answers for it.
struct Registry {
    std::string region_id;
    std::string instance_id;
    bool operator==(Registry const&) const = default;
};

/// A repository as its registry lists it (ListRepository). What is not told is empty.
struct ListedRepository {
    std::string repo_id;
    std::string name;
    std::string name_space;
    std::string status;      ///< "NORMAL", "DELETING", …
    std::string type;        ///< "PUBLIC" or "PRIVATE"
    std::string build_type;  ///< "MANUAL" or "AUTO"
    std::string summary;
    std::string resource_group_id;
    std::optional<bool> has_fixed_tags;
    std::optional<std::int64_t> created_ms;  ///< epoch milliseconds
    std::optional<std::int64_t> modified_ms;
    bool operator==(ListedRepository const&) const = default;
};

/// A cluster as Security Center groups its containers (DescribeGroupedContainerInstances). What is not told is empty.
struct ListedCluster {
    std::string cluster_id;
    std::string name;
    std::string type;  ///< "ManagedKubernetes", …
    std::string state;
    std::string region_id;
    std::optional<std::int64_t> instances;  ///< containers
    std::optional<std::int64_t> risk_instances;
    std::optional<std::int64_t> vulnerabilities;
    std::optional<std::int64_t> alerts;
    std::string risk_level;
    std::string risk_status;
    std::optional<std::int64_t> created_ms;
    bool operator==(ListedCluster const&) const = default;
};

[[nodiscard]] inline std::string const& id_of(ListedRepository const& repository) {
    return repository.repo_id;
}
[[nodiscard]] inline std::string const& id_of(ListedCluster const& cluster) {
    return cluster.cluster_id;
}

/// A well-formed answer of a list.
template <class T>
struct ListPage {
    ListPage() = default;

    std::uint32_t number = 0;  ///< as echoed
    std::int64_t total_count = 0;
    std::vector<T> elements;
    std::uint32_t unusable = 0;  ///< elements without a usable id
    std::string request_id;

    [[nodiscard]] std::size_t size() const { return elements.size() + unusable; }
};

/// What was read of a list, from its begin as far as it went.
template <class T>
struct ReadList {
    ReadList() = default;

    std::map<std::string, T> elements;  ///< by id
    std::string fault;                  ///< why it was not read to its end; empty where it was
    std::uint32_t pages = 0;
    std::uint64_t unusable = 0;
    std::int64_t total_count = 0;  ///< as last told
    std::string request_id;        ///< of the last answer

    [[nodiscard]] bool was_read_to_its_end() const { return fault.empty(); }
    /// What is not in it is not there.
    [[nodiscard]] bool is_complete() const { return fault.empty() && unusable == 0; }
};

/// Asks for a page of what lies beside the findings, from page 1. One attempt a call. Permissions of their own; errors as
/// of `PageReader`.
class NeighbourReader {
public:
    virtual ~NeighbourReader() = default;
    [[nodiscard]] virtual Task<Result<ListPage<ListedRepository>>> repositories(Registry registry,
                                                                                std::uint32_t page,
                                                                                std::uint32_t size) = 0;
    [[nodiscard]] virtual Task<Result<ListPage<ListedCluster>>> clusters(std::uint32_t page,
                                                                         std::uint32_t size) = 0;
};

}  // namespace sasyncd
