#pragma once

#include "aliyun/api_call.hpp"
#include "sweep/neighbours.hpp"

#include <functional>

namespace sasyncd {

/// Asks Security Center for clusters, and the container registry, which has a host a region, for repositories. `rejected`
/// for a registry whose region or id is none. What it is given outlives the reader.
class CloudNeighbourReader final : public NeighbourReader {
public:
    /// What calls the registry of a region; asked for regions that can be part of a host's name only.
    using RegistryCall = std::function<ApiCall&(std::string const& region_id)>;

    CloudNeighbourReader(ApiCall& security_center, RegistryCall registry)
        : security_center_(security_center), registry_(std::move(registry)) {}

    [[nodiscard]] Task<Result<ListPage<ListedRepository>>> repositories(Registry registry, std::uint32_t page,
                                                                        std::uint32_t size) override;
    [[nodiscard]] Task<Result<ListPage<ListedCluster>>> clusters(std::uint32_t page,
                                                                 std::uint32_t size) override;

private:
    template <class T>
    [[nodiscard]] Task<Result<ListPage<T>>> ask(ApiCall& call, std::string action, Parameters parameters,
                                                std::uint32_t page,
                                                Result<ListPage<T>> (*parse)(std::string const&));

    ApiCall& security_center_;
    RegistryCall registry_;
};

}  // namespace sasyncd
