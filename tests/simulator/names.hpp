#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace sasyncd::simulator {

enum class Site { china, international, sts };

constexpr Site kSites[] = {Site::china, Site::international, Site::sts};

std::string_view to_text(Site site);
std::optional<Site> site_of(std::string_view text);

// What a row describes; ScanRange tells them apart.
enum class Kind : std::uint8_t { image, container, ecs_image, ecs_snapshot };

std::string_view to_text(Kind kind);

// A small number for a text of which there are few: regions, levels, statuses. 0 is the empty text.
// One table for the process; the simulator has one thread.
using Name = std::uint16_t;

Name intern(std::string_view text);
std::string const& to_text(Name name);

}  // namespace sasyncd::simulator
