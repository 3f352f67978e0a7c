#include "aliyun/credentials.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <optional>

namespace sasyncd {
namespace {

using testing::HasSubstr;
using testing::Not;

Task<void> fetch(CredentialsProvider& provider, std::optional<Result<Credentials>>& out) {
    auto got = co_await provider.get();
    out.emplace(std::move(got));
}

Result<Credentials> get(CredentialsProvider& provider) {
    boost::asio::io_context io;
    std::optional<Result<Credentials>> out;
    boost::asio::co_spawn(io, fetch(provider, out), boost::asio::detached);
    io.run();
    return std::move(out.value());
}

class CredentialsTest : public testing::Test {
protected:
    CredentialsTest() {
        std::string pattern = (std::filesystem::temp_directory_path() / "sasyncd-XXXXXX").string();
        home_ = ::mkdtemp(pattern.data());
        variables_["HOME"] = home_.string();
    }
    ~CredentialsTest() override { std::filesystem::remove_all(home_); }

    void write(std::string const& name, std::string const& text) {
        std::filesystem::create_directories((home_ / name).parent_path());
        std::ofstream(home_ / name) << text;
    }

    std::unique_ptr<CredentialsProvider> chain() {
        auto made = make_credentials(CredentialsOptions(), [this](std::string_view name) {
            auto const at = variables_.find(std::string(name));
            return at == variables_.end() ? std::nullopt : std::optional(at->second);
        });
        return std::move(made.value());
    }

    std::filesystem::path home_;
    std::map<std::string, std::string> variables_;
};

TEST_F(CredentialsTest, AccessKeyOfTheSettingsIsTaken) {
    CredentialsOptions options;
    options.kind = CredentialsOptions::Kind::access_key;
    EXPECT_EQ(make_credentials(options, {}).error().kind, ErrorKind::rejected);
    options.access_key_id = "id";
    options.access_key_secret = Secret("secret");
    auto const provider = make_credentials(options, {}).value();
    EXPECT_EQ(get(*provider).value().access_key_secret.reveal(), "secret");
}

TEST_F(CredentialsTest, OtherKindsAreRefusedByName) {
    CredentialsOptions options;
    options.kind = CredentialsOptions::Kind::ecs_ram_role;
    auto const made = make_credentials(options, {});
    ASSERT_FALSE(made);
    EXPECT_EQ(made.error().kind, ErrorKind::rejected);
    EXPECT_THAT(made.error().line(), HasSubstr("ecs_ram_role"));
}

TEST_F(CredentialsTest, EnvironmentComesFirst) {
    write(
        ".aliyun/config.json",
        R"({"current":"a","profiles":[{"name":"a","mode":"AK","access_key_id":"f","access_key_secret":"s"}]})");
    variables_["ALIBABA_CLOUD_ACCESS_KEY_ID"] = "id";
    variables_["ALIBABA_CLOUD_ACCESS_KEY_SECRET"] = "secret";
    variables_["ALIBABA_CLOUD_SECURITY_TOKEN"] = "token";
    auto const keys = get(*chain()).value();
    EXPECT_EQ(keys.access_key_id, "id");
    EXPECT_EQ(keys.security_token.reveal(), "token");
    EXPECT_EQ(keys.provider, "environment");
}

TEST_F(CredentialsTest, CliProfileIsReadByCurrentAndByVariable) {
    write(".aliyun/config.json", R"({"current":"a","profiles":[
        {"name":"a","mode":"AK","access_key_id":"id-a","access_key_secret":"s"},
        {"name":"b","mode":"StsToken","access_key_id":"id-b","access_key_secret":"s","sts_token":"t"}]})");
    EXPECT_EQ(get(*chain()).value().access_key_id, "id-a");
    variables_["ALIBABA_CLOUD_PROFILE"] = "b";
    EXPECT_EQ(get(*chain()).value().security_token.reveal(), "t");
}

TEST_F(CredentialsTest, UnsupportedModeIsRefusedAndNotPassedOver) {
    write(".aliyun/config.json", R"({"current":"a","profiles":[{"name":"a","mode":"CloudSSO"}]})");
    write(".alibabacloud/credentials", "[default]\ntype=access_key\naccess_key_id=x\naccess_key_secret=y\n");
    auto const got = get(*chain());
    ASSERT_FALSE(got);
    EXPECT_EQ(got.error().kind, ErrorKind::unauthorised);
    EXPECT_THAT(got.error().what, HasSubstr("CloudSSO"));
    EXPECT_FALSE(got.error().remedy.empty());
    variables_["ALIBABA_CLOUD_CLI_PROFILE_DISABLED"] = "true";
    EXPECT_EQ(get(*chain()).value().access_key_id, "x");
}

TEST_F(CredentialsTest, SharedFileIsReadBySection) {
    write(".alibabacloud/credentials",
          "# keys\r\n[default]\r\ntype = access_key\r\naccess_key_id = x\r\n"
          "access_key_secret = y=z\r\n[other]\ntype=ram_role_arn\n");
    EXPECT_EQ(get(*chain()).value().access_key_secret.reveal(), "y=z");
    variables_["ALIBABA_CLOUD_PROFILE"] = "other";
    EXPECT_THAT(get(*chain()).error().what, HasSubstr("ram_role_arn"));
}

TEST_F(CredentialsTest, FailureNamesEverythingTriedAndNoSecret) {
    variables_["ALIBABA_CLOUD_ACCESS_KEY_SECRET"] = "do-not-show";
    write(".aliyun/config.json", "{");
    auto const error = get(*chain()).error();
    EXPECT_EQ(error.kind, ErrorKind::unauthorised);
    for (auto const* part : {"ALIBABA_CLOUD_ACCESS_KEY_ID", "is no JSON", ".alibabacloud/credentials", "ECS"})
        EXPECT_THAT(error.what, HasSubstr(part));
    EXPECT_FALSE(error.remedy.empty());
    EXPECT_THAT(error.line(), Not(HasSubstr("do-not-show")));
}

TEST_F(CredentialsTest, ChainLooksAgainOnlyAfterItWasInvalidated) {
    auto const provider = chain();
    EXPECT_FALSE(get(*provider));
    variables_["ALIBABA_CLOUD_ACCESS_KEY_ID"] = "one";
    variables_["ALIBABA_CLOUD_ACCESS_KEY_SECRET"] = "s";
    EXPECT_EQ(get(*provider).value().access_key_id, "one");
    variables_["ALIBABA_CLOUD_ACCESS_KEY_ID"] = "two";
    EXPECT_EQ(get(*provider).value().access_key_id, "one");
    provider->invalidate();
    EXPECT_EQ(get(*provider).value().access_key_id, "two");
}

}  // namespace
}  // namespace sasyncd
