#include "settings/addresses.hpp"
#include "settings/scalars.hpp"
#include "settings/sections.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <map>
#include <set>

namespace sasyncd {

using namespace std::chrono_literals;

namespace {

using Kind = CredentialsOptions::Kind;

std::vector<std::string> const kKinds = {"chain", "access_key", "ram_role_arn", "ecs_ram_role",
                                         "oidc",  "profile",    "uri"};

/// Which kinds heed a key.
std::map<std::string, std::vector<Kind>> const kKindsOf = {
    {"access_key_id", {Kind::access_key}},
    {"access_key_secret", {Kind::access_key}},
    {"security_token", {Kind::access_key}},
    {"role_arn", {Kind::ram_role_arn, Kind::oidc}},
    {"role_session_name", {Kind::ram_role_arn, Kind::oidc}},
    {"external_id", {Kind::ram_role_arn}},
    {"duration", {Kind::ram_role_arn, Kind::oidc}},
    {"source", {Kind::ram_role_arn}},
    {"role_name", {Kind::ecs_ram_role}},
    {"provider_arn", {Kind::oidc}},
    {"token_file", {Kind::oidc}},
    {"profile", {Kind::profile}},
    {"file", {Kind::profile}},
    {"uri", {Kind::uri}},
};

std::string name_of(Kind kind) {
    return kKinds[static_cast<std::size_t>(kind)];
}

/// False where the kind cannot be used, so that faults about its keys would be noise.
bool read_kind(MapReader& section, Kind& kind) {
    auto const value = section.take("kind");
    if (!value)
        return true;
    auto const choice = read_choice(*value, kKinds);
    if (!choice)
        return false;
    kind = static_cast<Kind>(*choice);
    return true;
}

/// Keys travel on it: the rules of endpoints hold, with a path behind.
std::optional<std::string> uri_complaint(std::string_view text) {
    auto const scheme = text.find("://");
    if (text.empty())
        return std::nullopt;
    return endpoint_complaint(
        scheme == std::string_view::npos ? text : text.substr(0, text.find_first_of("/?#", scheme + 3)));
}

std::optional<std::string> role_complaint(std::string_view text) {
    bool const is_role = text.starts_with("acs:ram::") && text.find(":role/") != std::string_view::npos;
    return text.empty() || is_role ? std::nullopt : std::optional("is no ARN of a role");
}

void read_duration_in_seconds(MapReader& section, std::chrono::seconds& target) {
    std::chrono::milliseconds duration = target;
    read_duration(section, "duration", duration, {15min, 12h});
    target = std::chrono::duration_cast<std::chrono::seconds>(duration);
}

/// No secret, but often kept in a file beside one.
void read_key_id(MapReader& section, std::string& target, std::string& file) {
    Secret id;
    read_secret(section, "access_key_id", id, &file);
    target = id.reveal();
}

/// It need not be there yet: others write it, and write it anew.
void read_path(MapReader& section, std::string const& key, std::string& target) {
    read_text(section, key, target);
    if (!target.empty())
        target = (section.reading().folder / target).string();
}

/// A source may have a source, but not for ever: an alias can point at the map it stands in.
constexpr int kDeepest = 3;

void read_map(MapReader section, CredentialsOptions& options, int depth);

void read_source(MapReader& section, std::shared_ptr<CredentialsOptions const>& target, int depth) {
    auto const value = section.take("source");
    if (!value)
        return;
    if (depth == kDeepest) {
        value->fault("is nested too deep", "a source without a source of its own");
        return;
    }
    auto source = std::make_shared<CredentialsOptions>();
    read_map(MapReader(*value), *source, depth + 1);
    if (source->kind != Kind::chain)
        target = std::move(source);
}

void read_keys(MapReader& section, CredentialsOptions& options, int depth) {
    read_key_id(section, options.access_key_id, options.access_key_id_file);
    read_secret(section, "access_key_secret", options.access_key_secret, &options.access_key_secret_file);
    read_secret(section, "security_token", options.security_token, &options.security_token_file);
    read_checked(section, "role_arn", options.role_arn, role_complaint,
                 "acs:ram::1234567890123456:role/NAME");
    read_text(section, "role_session_name", options.role_session_name);
    read_text(section, "external_id", options.external_id);
    read_duration_in_seconds(section, options.duration);
    read_source(section, options.source, depth);
    read_text(section, "role_name", options.role_name);
    read_text(section, "provider_arn", options.provider_arn);
    read_path(section, "token_file", options.token_file);
    read_text(section, "profile", options.profile);
    read_path(section, "file", options.file);
    read_checked(section, "uri", options.uri, uri_complaint,
                 "https://host[:port]/…; http only for loopback addresses and 100.100.100.200");
}

/// The keys that say something other than their default.
std::set<std::string> keys_in_use(CredentialsOptions const& options) {
    CredentialsOptions const defaults;
    std::set<std::string> keys;
    auto const note = [&](char const* key, bool is_used) {
        if (is_used)
            keys.insert(key);
    };
    note("access_key_id", !options.access_key_id.empty());
    note("access_key_secret", !options.access_key_secret.empty());
    note("security_token", !options.security_token.empty());
    note("role_arn", !options.role_arn.empty());
    note("role_session_name", options.role_session_name != defaults.role_session_name);
    note("external_id", !options.external_id.empty());
    note("duration", options.duration != defaults.duration);
    note("source", options.source != nullptr);
    note("role_name", !options.role_name.empty());
    note("provider_arn", !options.provider_arn.empty());
    note("token_file", !options.token_file.empty());
    note("profile", !options.profile.empty());
    note("file", !options.file.empty());
    note("uri", !options.uri.empty());
    return keys;
}

/// A key of another kind would be heeded by nobody, and the operator believes that it is in use.
void refuse_idle_keys(MapReader& section, Kind kind, std::set<std::string> const& in_use) {
    for (auto const& key : in_use) {
        auto const& kinds = kKindsOf.at(key);
        if (std::find(kinds.begin(), kinds.end(), kind) != kinds.end())
            continue;
        std::vector<std::string> names;
        std::transform(kinds.begin(), kinds.end(), std::back_inserter(names), name_of);
        if (auto const value = section.take(key))
            value->fault(fmt::format("has no effect with kind: {}", name_of(kind)),
                         fmt::format("kind: {}", fmt::join(names, " or ")));
    }
}

/// What a kind cannot do without; `oidc` can take its three from the environment.
std::map<Kind, std::vector<std::string>> const kRequired = {
    {Kind::access_key, {"access_key_id", "access_key_secret"}},
    {Kind::ram_role_arn, {"role_arn"}},
    {Kind::uri, {"uri"}},
};

void require_keys(MapReader& section, Kind kind, std::set<std::string> const& in_use) {
    auto const required = kRequired.find(kind);
    if (required == kRequired.end())
        return;
    for (auto const& key : required->second) {
        if (in_use.count(key) != 0)
            continue;
        if (auto const value = section.take(key))
            value->fault("is empty", fmt::format("what kind: {} works with", name_of(kind)));
        else if (auto const written = section.take("kind"))
            written->fault(fmt::format("\"{}\" lacks its {}", name_of(kind), key), key + " beside it");
    }
}

void read_map(MapReader section, CredentialsOptions& options, int depth) {
    bool const is_usable = read_kind(section, options.kind);
    auto const faults = section.reading().faults.size();
    read_keys(section, options, depth);
    section.finish();
    // Faults so far explain why a key is missing better than another fault would.
    if (!is_usable || section.reading().faults.size() != faults)
        return;
    auto const in_use = keys_in_use(options);
    refuse_idle_keys(section, options.kind, in_use);
    require_keys(section, options.kind, in_use);
}

}  // namespace

void read_credentials(MapReader section, CredentialsOptions& options) {
    read_map(std::move(section), options, 0);
}

}  // namespace sasyncd
