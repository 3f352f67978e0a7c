#pragma once

#include "aliyun/credentials.hpp"

#include <optional>
#include <string>

namespace sasyncd {

/// What one place of the chain holds. Neither keys nor a refusal: nothing usable, and `note` says why.
struct Lookup {
    Lookup() = default;

    [[nodiscard]] static Lookup nothing(std::string why);
    [[nodiscard]] static Lookup found(Credentials credentials);
    /// Keys are configured here, in a way that is not supported: the chain must not go on to someone else's keys.
    [[nodiscard]] static Lookup refused(std::string what, std::string remedy);

    std::optional<Credentials> credentials;
    std::optional<Error> refusal;
    std::string note;
};

/// The value of a variable, empty where it is unset: the chain takes the two for the same.
[[nodiscard]] std::string value_of(Environment const& environment, std::string_view name);
/// `folder` below HOME; empty without HOME.
[[nodiscard]] std::string below_home(Environment const& environment, std::string_view path);
/// The text of a small file, empty where it cannot be read.
[[nodiscard]] std::optional<std::string> read_small_file(std::string const& path);

/// ALIBABA_CLOUD_ACCESS_KEY_ID, …_SECRET and ALIBABA_CLOUD_SECURITY_TOKEN.
[[nodiscard]] Lookup look_in_environment(Environment const& environment);
/// ~/.aliyun/config.json, modes AK and StsToken.
[[nodiscard]] Lookup look_in_cli_profile(Environment const& environment);
/// ~/.alibabacloud/credentials (INI), type access_key.
[[nodiscard]] Lookup look_in_shared_file(Environment const& environment);

}  // namespace sasyncd
