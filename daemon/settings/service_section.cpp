#include "base/text.hpp"
#include "settings/addresses.hpp"
#include "settings/scalars.hpp"
#include "settings/sections.hpp"

#include <algorithm>

namespace sasyncd {

using namespace std::chrono_literals;

namespace {

void read_enrich(MapReader section, EnrichOptions& options) {
    read_flag(section, "malware_names", options.malware_names);
    read_flag(section, "repositories", options.repositories);
    read_flag(section, "containers", options.containers);
    read_duration(section, "every", options.every, {1s, 365 * 24h, true});
    section.finish();
}

void read_admin(MapReader section, AdminOptions& options) {
    auto const check = [](std::string_view text) {
        return text.empty() ? std::nullopt : listen_complaint(text);
    };
    read_checked(section, "listen", options.listen, check,
                 "address:port such as 127.0.0.1:9108, or \"\" for off");
    section.finish();
}

void read_log(MapReader section, LogOptions& options) {
    using Format = LogOptions::Format;
    std::vector<std::string> const levels = {"trace", "debug", "info", "warn", "error", "critical", "off"};
    if (auto const level = section.take("level"))
        if (auto const choice = read_choice(*level, levels))
            options.level = levels[*choice];
    if (auto const format = section.take("format"))
        if (auto const choice = read_choice(*format, {"auto", "text", "json"}))
            options.format = std::array{Format::automatic, Format::text, Format::json}[*choice];
    section.finish();
}

}  // namespace

void read_service(MapReader& root, Settings& settings) {
    read_enrich(root.section("enrich"), settings.sweep.enrich);
    read_admin(root.section("admin"), settings.admin);
    read_log(root.section("log"), settings.log);
}

void read_everything(MapReader& root, Settings& settings) {
    read_store(root, settings);
    settings.accounts = read_accounts(root);
    read_sweep(root, settings.sweep, settings.transport);
    read_network(root, settings);
    read_service(root, settings);
    root.finish();
}

}  // namespace sasyncd
