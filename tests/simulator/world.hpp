#pragma once

#include "data_set.hpp"
#include "faults.hpp"
#include "key_ring.hpp"
#include "names.hpp"
#include "quota.hpp"
#include "request_log.hpp"
#include "settings.hpp"

#include <chrono>
#include <cstdint>
#include <map>
#include <string>
#include <utility>

namespace sasyncd::simulator {

// All that the simulator knows. One thread touches it.
struct World {
    std::string default_account;
    std::uint64_t seed = 1;
    KeyRing keys;
    std::map<Site, Settings> settings{{Site::china, {}}, {Site::international, {}}, {Site::sts, {}}};
    std::map<std::pair<std::string, Site>, DataSet> data;
    std::map<std::pair<std::string, Site>, Quota> quotas;
    FaultScript faults;
    RequestLog log;

    // The server's clock, as the site's settings shift it.
    std::chrono::system_clock::time_point now(Site site) {
        return std::chrono::system_clock::now() + std::chrono::seconds{settings[site].clock_offset_s};
    }

    // Adds generated rows at the end.
    void generate(std::string const& account, Site site, std::uint64_t count, std::uint64_t with_seed);
};

}  // namespace sasyncd::simulator
