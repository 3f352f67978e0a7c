#pragma once

#include "aliyun/credentials.hpp"

#include <string>
#include <vector>

namespace sasyncd {

/// The members of the chain, a file each. What each of them lacks is its error, `unauthorised`.

/// Keys from the settings.
[[nodiscard]] std::unique_ptr<CredentialsProvider> make_static_credentials(Credentials credentials);

/// ALIBABA_CLOUD_ACCESS_KEY_ID, …_ACCESS_KEY_SECRET, …_SECURITY_TOKEN, read at every call.
[[nodiscard]] std::unique_ptr<CredentialsProvider> make_environment_credentials(Environment environment);

/// The CLI's configuration (~/.aliyun/config.json or ALIBABA_CLOUD_CONFIG_FILE), profile ALIBABA_CLOUD_PROFILE or the
/// file's current one; modes AK and StsToken.
[[nodiscard]] std::unique_ptr<CredentialsProvider> make_cli_profile_credentials(Environment environment);

/// The SDKs' shared INI file (ALIBABA_CLOUD_CREDENTIALS_FILE or ~/.alibabacloud/credentials), section
/// ALIBABA_CLOUD_PROFILE or default; type access_key.
[[nodiscard]] std::unique_ptr<CredentialsProvider> make_shared_file_credentials(Environment environment);

/// The documented order, as far as it is built: environment, CLI profile, shared file. Keeps what it found until it
/// is invalidated, and then begins anew, whatever failed before.
[[nodiscard]] std::unique_ptr<CredentialsProvider> make_chain_credentials(Environment environment);

/// For the members: an error of kind `unauthorised`.
[[nodiscard]] Error no_credentials(std::string what);
/// The credentials, unless a part is missing or could not stand in a header.
[[nodiscard]] Result<Credentials> checked(Credentials credentials);
/// The variable's value, empty where it is not set.
[[nodiscard]] std::string value_of(Environment const& environment, std::string_view name);
/// A file of at most 1 MiB.
[[nodiscard]] Result<std::string> read_small_file(std::string const& path);

}  // namespace sasyncd
