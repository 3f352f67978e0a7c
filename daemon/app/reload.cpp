#include "app/reload.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <stdexcept>
#include <utility>

namespace sasyncd {

void Reload::read() {
    auto loaded = load_settings(path_);
    if (auto const* faults = std::get_if<SettingsFaults>(&loaded)) {
        for (auto const& fault : *faults)
            refuse(fault.to_line());
        return;
    }
    auto fresh = std::get<Settings>(std::move(loaded));
    if (!log_level_.empty())
        fresh.log.level = log_level_;
    auto const keys = restart_keys(wiring_.settings, fresh);
    if (!keys.empty())
        wiring_.log->warn("event=restart_needed keys={}; the rest takes effect without",
                          fmt::join(keys, ","));
    fresh.database = wiring_.settings.database;
    fresh.lease = wiring_.settings.lease;
    fresh_ = std::move(fresh);
}

bool Reload::put_in_force() {
    auto fresh = std::exchange(fresh_, std::nullopt);
    if (!fresh)
        return false;
    try {
        wiring_.exchange(std::move(*fresh));
    } catch (std::invalid_argument const& fault) {
        refuse(fault.what());
        return false;
    }
    wiring_.log->set_level(spdlog::level::from_str(wiring_.settings.log.level));
    wiring_.observer.reloaded(true);
    wiring_.log->info("event=reloaded accounts={}", wiring_.settings.accounts.size());
    return true;
}

void Reload::refuse(std::string const& reason) const {
    wiring_.observer.reloaded(false);
    wiring_.log->error("event=reload_refused {}; the settings in force stay", field("reason", reason));
}

}  // namespace sasyncd
