#pragma once

#include "settings/reader.hpp"
#include "settings/settings.hpp"

#include <vector>

namespace sasyncd {

// One function a part of the tree. Each takes the map that holds its keys and reports what is wrong to the reading.

void read_everything(MapReader& root, Settings& settings);

[[nodiscard]] std::vector<AccountSettings> read_accounts(MapReader& root);
void read_credentials(MapReader section, CredentialsOptions& options);
[[nodiscard]] Parameters read_filters(MapReader section);
/// schedule, quota, walk, ask, fuse, freshness; the two of `walk` that the transport heeds go there.
void read_sweep(MapReader& root, SweepOptions& sweep, TransportOptions& transport);
/// database, lease, retention.
void read_store(MapReader& root, Settings& settings);
/// endpoints, tls, proxy.
void read_network(MapReader& root, Settings& settings);
/// enrich, admin, log.
void read_service(MapReader& root, Settings& settings);

}  // namespace sasyncd
