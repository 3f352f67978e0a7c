#pragma once

#include "aliyun/options.hpp"
#include "base/log.hpp"
#include "net/options.hpp"
#include "service/options.hpp"
#include "settings/environment.hpp"
#include "settings/fault.hpp"
#include "store/options.hpp"
#include "sweep/options.hpp"

#include <chrono>
#include <filesystem>
#include <string>
#include <variant>
#include <vector>

namespace sasyncd {

struct AccountSettings {
    ScopeOptions scope;
    CredentialsOptions credentials;
};

/// All that the operator may say, checked. Default-made it is what an empty settings file means, but for `accounts`,
/// which loading never leaves empty.
struct Settings {
    DatabaseOptions database;
    std::vector<AccountSettings> accounts;
    SweepOptions sweep;  ///< schedule, quota, walk, ask, fuse, freshness, enrich
    LeaseOptions lease;
    RetentionOptions retention;
    EndpointOptions endpoints;
    TransportOptions transport;  ///< tls, proxy, walk.request_timeout, walk.max_body
    AdminOptions admin;
    LogOptions log;
};

/// Settings, or everything that is wrong with them.
using LoadedSettings = std::variant<Settings, SettingsFaults>;

/// Reads and checks the file. Never throws for what stands in it.
[[nodiscard]] LoadedSettings load_settings(std::filesystem::path const& path,
                                           Environment const& environment = process_environment());

/// The same for text at hand; `path` says where relative paths begin and what faults call the file.
[[nodiscard]] LoadedSettings parse_settings(std::string const& text, std::filesystem::path const& path,
                                            Environment const& environment);

/// The settings in force as YAML, every key, secrets as `***`.
[[nodiscard]] std::string print_settings(Settings const& settings);

/// The keys, by path, that differ and take a restart to change: `database`, `lease`, `admin.listen`,
/// `log.format`.
[[nodiscard]] std::vector<std::string> restart_keys(Settings const& running, Settings const& fresh);

/// The path of every key that the reader knows, "[]" for an element of a list, sorted.
[[nodiscard]] std::vector<std::string> known_settings();

}  // namespace sasyncd
