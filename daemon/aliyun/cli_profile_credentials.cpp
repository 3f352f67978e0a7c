#include "aliyun/credential_sources.hpp"
#include "aliyun/small_json.hpp"
#include "base/text.hpp"

#include <fmt/format.h>

namespace sasyncd {

namespace {

class CliProfileCredentials final : public CredentialsProvider {
public:
    explicit CliProfileCredentials(Environment environment) : environment_(std::move(environment)) {}

    [[nodiscard]] Task<Result<Credentials>> get() override { co_return read(); }
    /// Nothing is kept.
    void invalidate() override {}

private:
    [[nodiscard]] Result<Credentials> read() const;
    [[nodiscard]] Result<std::string> path() const;

    Environment environment_;
};

Result<std::string> CliProfileCredentials::path() const {
    if (lower_case(value_of(environment_, "ALIBABA_CLOUD_CLI_PROFILE_DISABLED")) == "true")
        return no_credentials("CLI profile: disabled by ALIBABA_CLOUD_CLI_PROFILE_DISABLED");
    if (auto file = value_of(environment_, "ALIBABA_CLOUD_CONFIG_FILE"); !file.empty())
        return file;
    auto const home = value_of(environment_, "HOME");
    if (home.empty())
        return no_credentials("CLI profile: HOME is not set");
    return home + "/.aliyun/config.json";
}

Result<Credentials> from_profile(SmallJson const& profile, std::string const& where) {
    auto const mode = profile.text("mode");
    if (mode != "AK" && mode != "StsToken")
        return no_credentials(fmt::format("{}: mode {} is not supported by this version, only AK and StsToken are",
                                          where, printable(mode, 40)));
    auto const is_temporary = mode == "StsToken";
    Secret token(is_temporary ? profile.text("sts_token") : std::string());
    if (is_temporary && token.empty())
        return no_credentials(fmt::format("{}: there is no sts_token", where));
    return checked(Credentials(profile.text("access_key_id"), Secret(profile.text("access_key_secret")),
                               std::move(token), where));
}

Result<Credentials> CliProfileCredentials::read() const {
    auto const file = path();
    if (file.has_error())
        return file.error();
    auto text = read_small_file(*file);
    if (text.has_error())
        return std::move(text.error()).within("CLI profile");
    auto const document = SmallJson::parse(*text);
    if (!document)
        return no_credentials(fmt::format("CLI profile: {} is no JSON", printable(*file)));
    auto name = value_of(environment_, "ALIBABA_CLOUD_PROFILE");
    if (name.empty())
        name = document->text("current").empty() ? "default" : document->text("current");
    auto const where = fmt::format("CLI profile {} of {}", printable(name, 60), printable(*file));
    for (auto const& profile : document->items("profiles"))
        if (profile.text("name") == name)
            return from_profile(profile, where);
    return no_credentials(fmt::format("{}: there is no such profile", where));
}

}  // namespace

std::unique_ptr<CredentialsProvider> make_cli_profile_credentials(Environment environment) {
    return std::make_unique<CliProfileCredentials>(std::move(environment));
}

}  // namespace sasyncd
