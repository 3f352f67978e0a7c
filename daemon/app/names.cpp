#include "app/names.hpp"

#include "base/text.hpp"

#include <fmt/format.h>
#include <pwd.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdlib>

namespace sasyncd {

namespace {

constexpr std::size_t kNamesTold = 10;

std::string host_name() {
    std::array<char, 256> host{};
    gethostname(host.data(), host.size() - 1);
    return host.data();
}

std::string user_name() {
    if (char const* behind_sudo = std::getenv("SUDO_USER"); behind_sudo != nullptr && *behind_sudo != '\0')
        return printable(behind_sudo, 80);
    auto const* entry = getpwuid(geteuid());
    return entry == nullptr ? fmt::format("{}", geteuid()) : std::string(entry->pw_name);
}

}  // namespace

std::string process_name() {
    return fmt::format("{}:{}", host_name(), getpid());
}

std::string operator_name() {
    return fmt::format("{}@{}", user_name(), host_name());
}

SourceStatus const* find_source(std::vector<SourceStatus> const& sources, std::string_view name) {
    auto const found = std::find_if(sources.begin(), sources.end(),
                                    [&](SourceStatus const& source) { return source.name == name; });
    return found == sources.end() ? nullptr : &*found;
}

std::string unknown_source(std::vector<SourceStatus> const& sources, std::string_view name) {
    if (sources.empty())
        return fmt::format("no source is called {}: none is on record yet", printable(name));
    std::vector<std::string> names;
    for (auto const& source : sources)
        names.push_back(source.name);
    auto const near = nearest(name, names);
    std::sort(names.begin(), names.end());
    auto const others =
        names.size() > kNamesTold ? fmt::format(" and {} more", names.size() - kNamesTold) : "";
    names.resize(std::min(names.size(), kNamesTold));
    return fmt::format("no source is called {}; {} {}{}", printable(name),
                       near.empty() ? "there are" : "did you mean " + near + "? There are",
                       fmt::join(names, ", "), others);
}

}  // namespace sasyncd
