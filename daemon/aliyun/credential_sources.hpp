#pragma once

#include "aliyun/credentials.hpp"

#include <optional>
#include <string>

namespace sasyncd {

/// What one place of the chain holds. Neither a plan nor a refusal: nothing usable, and `note` says why.
struct Lookup {
    Lookup() = default;

    [[nodiscard]] static Lookup nothing(std::string why);
    [[nodiscard]] static Lookup found(CredentialsOptions plan);
    /// Keys are configured here, in a way that is not supported: the chain must not go on to someone else's keys.
    [[nodiscard]] static Lookup refused(std::string what, std::string remedy);

    std::optional<CredentialsOptions> plan;  ///< how keys are to be got; `origin` says where this stands
    std::optional<Error> refusal;
    std::string note;
    /// Nobody configured this; it is tried because it might be there, and passed over where it is not.
    bool is_guess = false;
};

/// The value of a variable, empty where it is unset: the chain takes the two for the same.
[[nodiscard]] std::string value_of(Environment const& environment, std::string_view name);
/// Whether a variable says "true", in any case.
[[nodiscard]] bool is_switched_on(Environment const& environment, std::string_view name);
/// `folder` below HOME; empty without HOME.
[[nodiscard]] std::string below_home(Environment const& environment, std::string_view path);
/// The text of a small regular file, empty where it cannot be read. Leaves no copy behind.
[[nodiscard]] std::optional<std::string> read_small_file(std::string const& path);

/// ALIBABA_CLOUD_ACCESS_KEY_ID, …_SECRET and ALIBABA_CLOUD_SECURITY_TOKEN.
[[nodiscard]] Lookup look_in_environment(Environment const& environment);
/// ALIBABA_CLOUD_ROLE_ARN, …_OIDC_PROVIDER_ARN and …_OIDC_TOKEN_FILE, as pods get them.
[[nodiscard]] Lookup look_for_oidc(Environment const& environment);
/// ~/.aliyun/config.json, unless switched off.
[[nodiscard]] Lookup look_in_cli_profile(Environment const& environment);
/// A profile of a file of that format; `name` empty: the current one.
[[nodiscard]] Lookup look_in_profile(std::string const& path, std::string name);
/// Where the file of profiles is: ALIBABA_CLOUD_CONFIG_FILE, else below HOME; empty without HOME.
[[nodiscard]] std::string path_of_profiles(Environment const& environment);
/// ~/.alibabacloud/credentials (INI).
[[nodiscard]] Lookup look_in_shared_file(Environment const& environment);
/// The metadata service, unless switched off.
[[nodiscard]] Lookup look_for_ecs_role(Environment const& environment);
/// ALIBABA_CLOUD_CREDENTIALS_URI.
[[nodiscard]] Lookup look_for_uri(Environment const& environment);

}  // namespace sasyncd
