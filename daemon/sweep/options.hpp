#pragma once

#include "findings/site.hpp"

#include <chrono>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace sasyncd {

using Seconds = std::chrono::seconds;
using Milliseconds = std::chrono::milliseconds;

/// Request parameters as the API spells them, lists flattened ("ScanRange.1"), sorted by name.
using Parameters = std::map<std::string, std::string>;

/// Per account and site.
struct QuotaOptions {
    double requests_per_second = 5;
    std::uint32_t in_flight = 4;
};

struct WalkOptions {
    Milliseconds publish_every = Seconds(30);
    std::uint32_t publish_rows = 25'000;
    std::uint32_t attempts = 6;  ///< of one call, the first included
};

struct AskOptions {
    std::uint32_t limit = 500;  ///< calls an account, site and sweep; 0: nothing is asked, so nothing closes
};

struct FuseOptions {
    double fraction = 0.5;
    std::uint64_t minimum = 20;
    Milliseconds hold = std::chrono::hours(24);
};

struct ScheduleOptions {
    Milliseconds every = std::chrono::minutes(15);
    double jitter = 0.1;
    Milliseconds timeout{0};  ///< 0: 4 × every
    std::uint32_t accounts_at_once = 4;

    [[nodiscard]] Milliseconds deadline() const { return timeout.count() > 0 ? timeout : 4 * every; }
};

/// What is read beside findings.
struct EnrichOptions {
    bool malware_names = true;                   ///< and edition and scan quota
    bool repositories = false;                   ///< as their registries list them
    bool containers = false;                     ///< clusters, as Security Center groups their containers
    Milliseconds every = std::chrono::hours(6);  ///< 0: never

    [[nodiscard]] bool is_on() const { return malware_names && every.count() > 0; }
    [[nodiscard]] bool reads_repositories() const { return repositories && every.count() > 0; }
    [[nodiscard]] bool reads_containers() const { return containers && every.count() > 0; }
};

struct FreshnessOptions {
    Milliseconds limit{0};  ///< 0: 3 × schedule.every
};

/// What of one account is to be walked.
struct ScopeOptions {
    std::string label = "default";
    std::string account_id;  ///< empty: asked of STS
    bool sites_auto = true;  ///< both sites, one of which may turn out to be none of the account's
    std::vector<Site> sites = {Site::china, Site::international};
    std::vector<std::string>
        regions;  ///< RepoRegionIds to narrow to, walked one by one; empty: no such filter
    std::uint32_t page_size = 100;
    Parameters filters;  ///< as the API spells them; without RepoRegionId
};

/// All that a sweep is told by the operator.
struct SweepOptions {
    WalkOptions walk;
    AskOptions ask;
    FuseOptions fuse;
    QuotaOptions quota;
    ScheduleOptions schedule;
    FreshnessOptions freshness;
    EnrichOptions enrich;
};

}  // namespace sasyncd
