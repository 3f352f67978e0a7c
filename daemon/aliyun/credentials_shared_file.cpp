#include "aliyun/credential_sources.hpp"
#include "base/text.hpp"
#include "base/wipe.hpp"

#include <fmt/format.h>

#include <map>

namespace sasyncd {

namespace {

using Kind = CredentialsOptions::Kind;
/// Values are secret or stand beside one.
using Section = std::map<std::string, Secret>;

std::string_view trimmed(std::string_view text) {
    constexpr std::string_view blanks = " \t\r\n";
    auto const first = text.find_first_not_of(blanks);
    if (first == std::string_view::npos)
        return {};
    return text.substr(first, text.find_last_not_of(blanks) - first + 1);
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
            is_inside = trimmed(line.substr(1, line.find(']') - 1)) == name;
            if (is_inside && !section)
                section.emplace();
            continue;
        }
        auto const equals = line.find('=');
        if (is_inside && equals != std::string_view::npos)
            (*section)[std::string(trimmed(line.substr(0, equals)))] =
                Secret(trimmed(line.substr(equals + 1)));
    }
    return section;
}

Lookup keys_of(Section& section, std::string const& where) {
    CredentialsOptions plan;
    plan.kind = Kind::access_key;
    plan.origin = where;
    plan.access_key_id = section["access_key_id"].reveal();
    plan.access_key_secret = section["access_key_secret"];
    if (plan.access_key_id.empty() || plan.access_key_secret.empty())
        return Lookup::nothing(fmt::format("{}: keys are missing", where));
    return Lookup::found(std::move(plan));
}

Lookup role_of(Section& section, std::string const& where) {
    auto keys = keys_of(section, where);
    if (!keys.plan)
        return keys;
    CredentialsOptions plan;
    plan.kind = Kind::ram_role_arn;
    plan.origin = where;
    plan.role_arn = section["role_arn"].reveal();
    plan.policy = section["policy"].reveal();
    if (auto const& name = section["role_session_name"]; !name.empty())
        plan.role_session_name = name.reveal();
    if (plan.role_arn.empty())
        return Lookup::nothing(fmt::format("{}: role_arn is missing", where));
    plan.source = std::make_shared<CredentialsOptions const>(std::move(*keys.plan));
    return Lookup::found(std::move(plan));
}

Lookup plan_of(Section& section, std::string const& where) {
    auto const type = section["type"].reveal();
    if (type == "access_key")
        return keys_of(section, where);
    if (type == "ram_role_arn")
        return role_of(section, where);
    if (type == "ecs_ram_role") {
        CredentialsOptions plan;
        plan.kind = Kind::ecs_ram_role;
        plan.origin = where;
        plan.role_name = section["role_name"].reveal();
        return Lookup::found(std::move(plan));
    }
    return Lookup::refused(
        fmt::format("{} has type \"{}\", which is not supported", where, printable(type, 40)),
        "use a section of type access_key, ram_role_arn or ecs_ram_role, or set ALIBABA_CLOUD_ACCESS_KEY_ID "
        "and ALIBABA_CLOUD_ACCESS_KEY_SECRET");
}

}  // namespace

Lookup look_in_shared_file(Environment const& environment) {
    auto path = value_of(environment, "ALIBABA_CLOUD_CREDENTIALS_FILE");
    if (path.empty())
        path = below_home(environment, ".alibabacloud/credentials");
    if (path.empty())
        return Lookup::nothing("shared file: HOME is not set");
    auto const shown = printable(path);
    auto text = read_small_file(path);
    if (!text)
        return Lookup::nothing(fmt::format("shared file: cannot read {}", shown));
    auto name = value_of(environment, "ALIBABA_CLOUD_PROFILE");
    if (name.empty())
        name = "default";
    auto section = section_named(*text, name);
    wipe(*text);
    auto const where = fmt::format("shared file {}, section {}", shown, printable(name, 80));
    if (!section)
        return Lookup::nothing(fmt::format("{}: there is no such section", where));
    return plan_of(*section, where);
}

}  // namespace sasyncd
