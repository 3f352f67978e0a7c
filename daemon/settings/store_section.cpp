#include "settings/scalars.hpp"
#include "settings/sections.hpp"

namespace sasyncd {

using namespace std::chrono_literals;

namespace {

constexpr auto kDay = 24h;
constexpr auto kCentury = 36'500 * kDay;

void read_database(MapReader section, DatabaseOptions& options) {
    read_secret(section, "url", options.url);
    read_duration(section, "statement_timeout", options.statement_timeout, {10ms, kDay});
    read_duration(section, "lock_timeout", options.lock_timeout, {10ms, kDay});
    read_flag(section, "migrate", options.migrate);
    section.finish();
}

void read_lease(MapReader section, LeaseOptions& options) {
    read_duration(section, "ttl", options.ttl, {1s, kDay});
    section.finish();
}

void read_retention(MapReader section, RetentionOptions& options) {
    for (auto const& [key, target] :
         {std::pair("events", &options.events), std::pair("rescans", &options.rescans),
          std::pair("walks", &options.walks)})
        read_duration(section, key, *target, {1s, kCentury, true});
    section.finish();
}

}  // namespace

void read_store(MapReader& root, Settings& settings) {
    read_database(root.section("database"), settings.database);
    read_lease(root.section("lease"), settings.lease);
    read_retention(root.section("retention"), settings.retention);
}

}  // namespace sasyncd
