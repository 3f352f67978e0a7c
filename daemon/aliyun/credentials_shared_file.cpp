#include "aliyun/credential_sources.hpp"
#include "base/text.hpp"

#include <fmt/format.h>

#include <map>

namespace sasyncd {

namespace {

using Section = std::map<std::string, std::string>;

std::string trimmed(std::string_view text) {
    constexpr std::string_view blanks = " \t\r\n";
    auto const first = text.find_first_not_of(blanks);
    if (first == std::string_view::npos)
        return {};
    return std::string(text.substr(first, text.find_last_not_of(blanks) - first + 1));
}

/// The named section of an INI text; empty where there is none.
std::optional<Section> section_named(std::string_view text, std::string_view name) {
    std::optional<Section> section;
    bool is_inside = false;
    while (!text.empty()) {
        auto const end = text.find('\n');
        auto const line = trimmed(text.substr(0, end));
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
        if (line.empty() || line[0] == '#' || line[0] == ';')
            continue;
        if (line[0] == '[') {
            is_inside = trimmed(std::string_view(line).substr(1, line.find(']') - 1)) == name;
            if (is_inside && !section)
                section.emplace();
            continue;
        }
        auto const equals = line.find('=');
        if (is_inside && equals != std::string::npos)
            (*section)[trimmed(std::string_view(line).substr(0, equals))] =
                trimmed(std::string_view(line).substr(equals + 1));
    }
    return section;
}

}  // namespace

Lookup look_in_shared_file(Environment const& environment) {
    auto path = value_of(environment, "ALIBABA_CLOUD_CREDENTIALS_FILE");
    if (path.empty())
        path = below_home(environment, ".alibabacloud/credentials");
    if (path.empty())
        return Lookup::nothing("shared file: HOME is not set");
    auto const shown = printable(path);
    auto const text = read_small_file(path);
    if (!text)
        return Lookup::nothing(fmt::format("shared file: cannot read {}", shown));
    auto name = value_of(environment, "ALIBABA_CLOUD_PROFILE");
    if (name.empty())
        name = "default";
    auto section = section_named(*text, name);
    auto const where = fmt::format("shared file {}, section {}", shown, printable(name, 80));
    if (!section)
        return Lookup::nothing(fmt::format("{}: there is no such section", where));
    auto const& type = (*section)["type"];
    if (type != "access_key")
        return Lookup::refused(
            fmt::format("{} has type \"{}\", which is not supported", where, printable(type, 40)),
            "use a section of type access_key, or set ALIBABA_CLOUD_ACCESS_KEY_ID and "
            "ALIBABA_CLOUD_ACCESS_KEY_SECRET");
    auto id = (*section)["access_key_id"];
    Secret secret((*section)["access_key_secret"]);
    if (id.empty() || secret.empty())
        return Lookup::nothing(fmt::format("{}: keys are missing", where));
    return Lookup::found(Credentials(std::move(id), std::move(secret), Secret(), where));
}

}  // namespace sasyncd
