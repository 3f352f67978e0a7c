#include "app/neighbour_check.hpp"

#include "sweep/not_told.hpp"
#include "sweep/steadiness.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <set>

namespace sasyncd {

namespace {

/// Enough to see whether it works.
constexpr std::size_t kMostRegistries = 5;
constexpr std::uint32_t kSmallPage = 20;

std::string not_told(std::string const& reasons) {
    return "not told, and everything else goes on without: " + reasons;
}

Task<void> check_clusters(AccountClient& client, Source const& source, Clock& clock, Log log,
                          CheckReport& report) {
    Steadiness steadiness(client.quota(source.site), clock, 1, std::move(log));
    std::function<Task<Result<ListPage<ListedCluster>>>()> const attempt = [&] {
        return client.neighbours(source.site).clusters(1, kSmallPage);
    };
    auto const page = co_await steadiness.call<ListPage<ListedCluster>>(attempt);
    auto const what = fmt::format("clusters of {}", source.name());
    if (page.has_value())
        report.ok(what, fmt::format("{} clusters are listed", page->total_count));
    else
        report.note(what, not_told(reason_not_told("DescribeGroupedContainerInstances", page.error())));
}

Task<void> check_registries(AccountClient& client, Source const& source,
                            std::vector<KnownRegistry> const& registries, Clock& clock, Log log,
                            CheckReport& report) {
    Steadiness steadiness(client.registry_quota(source.site), clock, 1, std::move(log));
    auto const what = fmt::format("repositories of {}", source.name());
    if (registries.empty()) {
        report.ok(what, "no finding on record names a registry instance, so none is asked");
        co_return;
    }
    std::set<std::string> reasons;
    std::int64_t listed = 0;
    auto const asked = std::min(registries.size(), kMostRegistries);
    for (std::size_t i = 0; i < asked; ++i) {
        std::function<Task<Result<ListPage<ListedRepository>>>()> const attempt = [&] {
            return client.neighbours(source.site).repositories(registries[i].registry, 1, kSmallPage);
        };
        auto const page = co_await steadiness.call<ListPage<ListedRepository>>(attempt);
        if (page.has_value())
            listed += page->total_count;
        else
            reasons.insert(reason_not_told("ListRepository", page.error()));
    }
    if (reasons.empty())
        report.ok(what, fmt::format("{} of {} registries were asked and list {} repositories", asked,
                                    registries.size(), listed));
    else
        report.note(what, not_told(fmt::format("{}", fmt::join(reasons, "; "))));
}

}  // namespace

Task<void> check_neighbours(AccountClient& client, NeighbourLedger& ledger, Source source,
                            EnrichOptions options, Clock& clock, Log log, CheckReport& report) {
    if (options.reads_containers())
        co_await check_clusters(client, source, clock, log, report);
    if (!options.reads_repositories())
        co_return;
    options.every = Milliseconds(1);  // so that all of them are due
    auto const known = co_await ledger.known(source.account_id, source.site, options);
    if (known.has_value())
        co_await check_registries(client, source, known->registries, clock, std::move(log), report);
    else
        report.note(fmt::format("repositories of {}", source.name()),
                    "which registries there are is not known yet: run sasyncd sync");
}

}  // namespace sasyncd
