#include "aliyun/credentials.hpp"

#include "aliyun/credential_sources.hpp"
#include "base/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>

namespace sasyncd {

namespace {

using Kind = CredentialsOptions::Kind;

constexpr std::streamsize kMaxFile = 1 << 20;

std::string_view name_of(Kind kind) {
    switch (kind) {
        case Kind::chain: return "chain";
        case Kind::access_key: return "access_key";
        case Kind::ram_role_arn: return "ram_role_arn";
        case Kind::ecs_ram_role: return "ecs_ram_role";
        case Kind::oidc: return "oidc";
        case Kind::profile: return "profile";
        case Kind::uri: return "uri";
    }
    return "unknown";
}

bool is_header_text(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c < 0x7F; });
}

/// Security tokens may hold blanks inside.
bool is_token_text(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) { return c >= ' ' && c < 0x7F; });
}

}  // namespace

Error no_credentials(std::string what) {
    Error error(ErrorKind::unauthorised, std::move(what));
    error.code = "NoCredentials";
    return error;
}

Result<Credentials> checked(Credentials credentials) {
    if (credentials.access_key_id.empty())
        return no_credentials(fmt::format("{}: there is no access key id", credentials.found_in));
    if (credentials.access_key_secret.empty())
        return no_credentials(fmt::format("{}: there is no access key secret", credentials.found_in));
    if (!is_header_text(credentials.access_key_id) || !is_token_text(credentials.security_token.reveal()))
        return no_credentials(fmt::format("{}: the access key id or security token holds characters that none has",
                                          credentials.found_in));
    return credentials;
}

std::string value_of(Environment const& environment, std::string_view name) {
    return environment(name).value_or("");
}

Result<std::string> read_small_file(std::string const& path) {
    std::ifstream file(path, std::ios::binary);
    if (!file)
        return no_credentials(fmt::format("{}: {}", printable(path), std::strerror(errno)));
    std::string text(static_cast<std::size_t>(kMaxFile) + 1, '\0');
    file.read(text.data(), kMaxFile + 1);
    if (file.gcount() > kMaxFile || file.bad())
        return no_credentials(fmt::format("{}: cannot be read, or is larger than 1 MiB", printable(path)));
    text.resize(static_cast<std::size_t>(file.gcount()));
    return text;
}

Result<std::unique_ptr<CredentialsProvider>> make_credentials(CredentialsOptions const& options,
                                                              Environment const& environment) {
    if (options.kind == Kind::chain)
        return make_chain_credentials(environment);
    if (options.kind != Kind::access_key)
        return Error(ErrorKind::rejected,
                     fmt::format("credentials of kind {} are not supported by this version", name_of(options.kind)))
            .with_remedy("use kind chain or access_key");
    auto credentials = checked(Credentials(options.access_key_id, options.access_key_secret, options.security_token,
                                           "the settings"));
    if (credentials.has_error()) {
        credentials.error().kind = ErrorKind::rejected;
        return std::move(credentials.error()).with_remedy("set access_key_id and access_key_secret");
    }
    return make_static_credentials(std::move(*credentials));
}

}  // namespace sasyncd
