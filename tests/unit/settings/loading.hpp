#pragma once

#include "settings/settings.hpp"

#include <gtest/gtest.h>

#include <map>
#include <string>
#include <variant>

namespace sasyncd {

using Variables = std::map<std::string, std::string>;

inline Environment environment_of(Variables variables) {
    return [variables = std::move(variables)](std::string_view name) -> std::optional<std::string> {
        auto const found = variables.find(std::string(name));
        return found == variables.end() ? std::nullopt : std::optional(found->second);
    };
}

inline LoadedSettings parse(std::string const& text, Variables variables = {}) {
    return parse_settings(text, "/etc/sasyncd/sasyncd.yaml", environment_of(std::move(variables)));
}

/// The settings, which must be good.
inline Settings settings_of(std::string const& text, Variables variables = {}) {
    auto loaded = parse(text, std::move(variables));
    if (auto const* faults = std::get_if<SettingsFaults>(&loaded)) {
        for (auto const& fault : *faults)
            ADD_FAILURE() << fault.to_line();
        return {};
    }
    return std::get<Settings>(std::move(loaded));
}

/// Every fault on a line, without the file's folder.
inline std::string faults_of(std::string const& text, Variables variables = {}) {
    auto const loaded = parse(text, std::move(variables));
    std::string lines;
    if (auto const* faults = std::get_if<SettingsFaults>(&loaded))
        for (auto const& fault : *faults)
            lines += fault.to_line().substr(std::string("/etc/sasyncd/").size()) + "\n";
    return lines;
}

}  // namespace sasyncd
