#include "names.hpp"

#include <deque>
#include <limits>
#include <stdexcept>
#include <unordered_map>

namespace sasyncd::simulator {
namespace {

struct NameTable {
    std::deque<std::string> texts{std::string{}};  // a deque, so that the keys below stay valid
    std::unordered_map<std::string_view, Name> names{{texts.front(), Name{0}}};
};

NameTable& table() {
    static NameTable instance;
    return instance;
}

}  // namespace

std::string_view to_text(Site site) {
    switch (site) {
        case Site::china: return "china";
        case Site::international: return "international";
        case Site::sts: return "sts";
    }
    return "";
}

std::optional<Site> site_of(std::string_view text) {
    for (const Site site : kSites) {
        if (to_text(site) == text) {
            return site;
        }
    }
    return std::nullopt;
}

std::string_view to_text(Kind kind) {
    switch (kind) {
        case Kind::image: return "image";
        case Kind::container: return "container";
        case Kind::ecs_image: return "ecs_image";
        case Kind::ecs_snapshot: return "ecs_snapshot";
    }
    return "";
}

Name intern(std::string_view text) {
    auto& [texts, names] = table();
    if (auto const found = names.find(text); found != names.end()) {
        return found->second;
    }
    if (texts.size() > std::numeric_limits<Name>::max()) {
        throw std::length_error{"more than 65535 different regions, levels, statuses and namespaces"};
    }
    auto const name = static_cast<Name>(texts.size());
    names.emplace(texts.emplace_back(text), name);
    return name;
}

std::string const& to_text(Name name) {
    return table().texts.at(name);
}

}  // namespace sasyncd::simulator
