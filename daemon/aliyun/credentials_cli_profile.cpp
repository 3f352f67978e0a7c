#include "aliyun/credential_sources.hpp"
#include "base/text.hpp"

#include <fmt/format.h>
#include <simdjson.h>

namespace sasyncd {

namespace {

namespace dom = simdjson::dom;

std::string text_of(dom::element const& object, std::string_view name) {
    std::string_view text;
    return object[name].get_string().get(text) == simdjson::SUCCESS ? std::string(text) : std::string();
}

std::optional<dom::element> profile_named(dom::element const& root, std::string_view name) {
    dom::array profiles;
    if (root["profiles"].get_array().get(profiles) != simdjson::SUCCESS)
        return std::nullopt;
    for (auto const profile : profiles)
        if (text_of(profile, "name") == name)
            return profile;
    return std::nullopt;
}

Lookup keys_of(dom::element const& profile, std::string const& where) {
    auto const mode = text_of(profile, "mode");
    if (mode != "AK" && mode != "StsToken")
        return Lookup::refused(
            fmt::format("{} has mode {}, which is not supported", where, printable(mode, 40)),
            "use a profile of mode AK or StsToken, set ALIBABA_CLOUD_ACCESS_KEY_ID and "
            "ALIBABA_CLOUD_ACCESS_KEY_SECRET, or set ALIBABA_CLOUD_CLI_PROFILE_DISABLED=true");
    auto id = text_of(profile, "access_key_id");
    Secret secret(text_of(profile, "access_key_secret"));
    Secret token(mode == "StsToken" ? text_of(profile, "sts_token") : std::string());
    if (id.empty() || secret.empty() || (mode == "StsToken" && token.empty()))
        return Lookup::nothing(fmt::format("{}: keys are missing", where));
    return Lookup::found(Credentials(std::move(id), std::move(secret), std::move(token), where));
}

}  // namespace

Lookup look_in_cli_profile(Environment const& environment) {
    if (lower_case(value_of(environment, "ALIBABA_CLOUD_CLI_PROFILE_DISABLED")) == "true")
        return Lookup::nothing("CLI profile: switched off by ALIBABA_CLOUD_CLI_PROFILE_DISABLED");
    auto path = value_of(environment, "ALIBABA_CLOUD_CONFIG_FILE");
    if (path.empty())
        path = below_home(environment, ".aliyun/config.json");
    if (path.empty())
        return Lookup::nothing("CLI profile: HOME is not set");
    auto const shown = printable(path);
    auto const text = read_small_file(path);
    if (!text)
        return Lookup::nothing(fmt::format("CLI profile: cannot read {}", shown));
    dom::parser parser;
    dom::element root;
    if (parser.parse(*text).get(root) != simdjson::SUCCESS)
        return Lookup::nothing(fmt::format("CLI profile: {} is no JSON", shown));
    auto name = value_of(environment, "ALIBABA_CLOUD_PROFILE");
    if (name.empty())
        name = text_of(root, "current");
    auto const profile = profile_named(root, name);
    if (!profile)
        return Lookup::nothing(
            fmt::format("CLI profile: no profile \"{}\" in {}", printable(name, 80), shown));
    return keys_of(*profile, fmt::format("CLI profile {} of {}", printable(name, 80), shown));
}

}  // namespace sasyncd
