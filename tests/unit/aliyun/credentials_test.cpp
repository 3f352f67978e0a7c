#include "unit/aliyun/credential_bench.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace sasyncd {
namespace {

using testing::HasSubstr;
using testing::Not;
using Kind = CredentialsOptions::Kind;

constexpr char const* kAkProfile =
    R"({"current":"a","profiles":[{"name":"a","mode":"AK","access_key_id":"of-profile","access_key_secret":"s"}]})";
constexpr char const* kSharedFile =
    "[default]\ntype=access_key\naccess_key_id=of-file\naccess_key_secret=s\n";

class CredentialsTest : public testing::Test, protected CredentialBench {};

TEST_F(CredentialsTest, AccessKeyOfTheSettingsIsTaken) {
    auto options = options_of(Kind::access_key);
    EXPECT_EQ(make_credentials(options, tools()).error().kind, ErrorKind::rejected);
    options.access_key_id = "id";
    options.access_key_secret = Secret("secret");
    auto const keys = get(*make(options)).value();
    EXPECT_EQ(keys.access_key_secret.reveal(), "secret");
    EXPECT_EQ(keys.provider, "settings");
}

TEST_F(CredentialsTest, AKeyFileThatWasExchangedIsReadAgain) {
    write("id", "one\n");
    write("secret", "s1\n");
    auto options = options_of(Kind::access_key);
    options.access_key_id = "one";
    options.access_key_secret = Secret("s1");
    options.access_key_id_file = home / "id";
    options.access_key_secret_file = home / "secret";
    auto const provider = make(options);
    EXPECT_EQ(get(*provider)->access_key_id, "one");
    write("id", "two\n");
    write("secret", "s2\n");
    EXPECT_EQ(get(*provider)->access_key_id, "one") << "not at every call";
    clock.advance(std::chrono::minutes(2));
    EXPECT_EQ(get(*provider)->access_key_id, "two");
    EXPECT_EQ(get(*provider)->access_key_secret.reveal(), "s2");
    write("id", "three\n");
    provider->invalidate("two");
    EXPECT_EQ(get(*provider)->access_key_id, "three") << "at once where the keys were refused";
    std::filesystem::remove(home / "id");
    provider->invalidate("three");
    EXPECT_EQ(get(*provider)->access_key_id, "three") << "the last that was there";
}

/// Which place of the chain gives the keys, with everything below it there too.
TEST_F(CredentialsTest, TheChainGoesInTheDocumentedOrder) {
    write(".aliyun/config.json", kAkProfile);
    write(".alibabacloud/credentials", kSharedFile);
    write("token", "jwt");
    transport.script = {granted("of-oidc")};
    variables.insert({{"ALIBABA_CLOUD_ACCESS_KEY_ID", "of-environment"},
                      {"ALIBABA_CLOUD_ACCESS_KEY_SECRET", "s"},
                      {"ALIBABA_CLOUD_SECURITY_TOKEN", "token"},
                      {"ALIBABA_CLOUD_ROLE_ARN", "acs:ram::1:role/r"},
                      {"ALIBABA_CLOUD_OIDC_PROVIDER_ARN", "acs:ram::1:oidc-provider/p"},
                      {"ALIBABA_CLOUD_OIDC_TOKEN_FILE", home / "token"},
                      {"ALIBABA_CLOUD_CREDENTIALS_URI", "http://127.0.0.1:9/keys"}});
    auto const first = get(*chain()).value();
    EXPECT_EQ(first.access_key_id, "of-environment");
    EXPECT_EQ(first.security_token.reveal(), "token");
    EXPECT_EQ(first.provider, "environment");

    variables["ALIBABA_CLOUD_ACCESS_KEY_SECRET"] = "";
    EXPECT_EQ(get(*chain()).value().access_key_id, "of-oidc") << "an empty variable is an unset one";

    variables.erase("ALIBABA_CLOUD_OIDC_PROVIDER_ARN");
    EXPECT_EQ(get(*chain()).value().access_key_id, "of-profile");

    variables["ALIBABA_CLOUD_CLI_PROFILE_DISABLED"] = "True";
    EXPECT_EQ(get(*chain()).value().access_key_id, "of-file");

    std::filesystem::remove(home / ".alibabacloud/credentials");
    transport.script = {answer(200, "metadata-token"), answer(200, "machine-role"), flat("of-machine")};
    EXPECT_EQ(get(*chain()).value().access_key_id, "of-machine");

    variables["ALIBABA_CLOUD_ECS_METADATA_DISABLED"] = "true";
    transport.script = {flat("of-uri")};
    EXPECT_EQ(get(*chain()).value().access_key_id, "of-uri");

    variables.erase("ALIBABA_CLOUD_CREDENTIALS_URI");
    EXPECT_EQ(get(*chain()).error().kind, ErrorKind::unauthorised);
}

TEST_F(CredentialsTest, AMachineThatIsNoneIsPassedOverButOneThatIsNamedIsNot) {
    variables["ALIBABA_CLOUD_CREDENTIALS_URI"] = "http://127.0.0.1:9/keys";
    Error const nobody(ErrorKind::unavailable, "nobody answers");
    transport.script = {nobody, nobody, flat("of-uri")};
    EXPECT_EQ(get(*chain()).value().access_key_id, "of-uri");
    variables["ALIBABA_CLOUD_ECS_METADATA"] = "my-role";
    transport.script = {nobody, nobody, flat("of-uri")};
    EXPECT_THAT(get(*chain()).error().what, HasSubstr("nobody answers"));
}

TEST_F(CredentialsTest, AConfiguredPlaceThatFailsIsNotPassedOver) {
    write(".aliyun/config.json", kAkProfile);
    variables.insert({{"ALIBABA_CLOUD_ROLE_ARN", "acs:ram::1:role/r"},
                      {"ALIBABA_CLOUD_OIDC_PROVIDER_ARN", "acs:ram::1:oidc-provider/p"},
                      {"ALIBABA_CLOUD_OIDC_TOKEN_FILE", home / "none"}});
    EXPECT_THAT(get(*chain()).error().what, HasSubstr("OIDC token file"));
}

TEST_F(CredentialsTest, CliProfileIsReadByCurrentAndByVariable) {
    write(".aliyun/config.json", R"({"current":"a","profiles":[
        {"name":"a","mode":"AK","access_key_id":"id-a","access_key_secret":"s"},
        {"name":"b","mode":"StsToken","access_key_id":"id-b","access_key_secret":"s","sts_token":"t\/u"}]})");
    EXPECT_EQ(get(*chain()).value().access_key_id, "id-a");
    variables["ALIBABA_CLOUD_PROFILE"] = "b";
    EXPECT_EQ(get(*chain()).value().security_token.reveal(), "t/u");
    auto options = options_of(Kind::profile);
    options.profile = "a";
    EXPECT_EQ(get(*make(options)).value().access_key_id, "id-a") << "the settings name it";
    options.profile = "none";
    EXPECT_THAT(get(*make(options)).error().what, HasSubstr("no profile \"none\""));
}

TEST_F(CredentialsTest, AFileOfProfilesMayBeNamed) {
    write("other.json", kAkProfile);
    variables["ALIBABA_CLOUD_CONFIG_FILE"] = home / "other.json";
    EXPECT_EQ(get(*chain()).value().access_key_id, "of-profile");
    variables.erase("ALIBABA_CLOUD_CONFIG_FILE");
    auto options = options_of(Kind::profile);
    options.file = home / "other.json";
    auto const keys = get(*make(options)).value();
    EXPECT_EQ(keys.access_key_id, "of-profile");
    EXPECT_THAT(keys.provider, HasSubstr("CLI profile a of "));
}

TEST_F(CredentialsTest, InteractiveModesAreRefusedAndNotPassedOver) {
    write(".alibabacloud/credentials", kSharedFile);
    for (std::string const mode : {"CloudSSO", "OAuth", "Whatever"}) {
        write(".aliyun/config.json", R"({"current":"a","profiles":[{"name":"a","mode":")" + mode +
                                         R"(","access_token":"hush-hush"}]})");
        auto const got = get(*chain());
        ASSERT_FALSE(got) << mode;
        EXPECT_EQ(got.error().kind, ErrorKind::unauthorised);
        EXPECT_THAT(got.error().what, HasSubstr(mode));
        EXPECT_THAT(got.error().remedy, HasSubstr("External"));
        EXPECT_THAT(got.error().line(), Not(HasSubstr("hush-hush")));
    }
    variables["ALIBABA_CLOUD_CLI_PROFILE_DISABLED"] = "true";
    EXPECT_EQ(get(*chain()).value().access_key_id, "of-file");
}

TEST_F(CredentialsTest, ProfilesThatNameEachOtherInACircleEnd) {
    write(".aliyun/config.json", R"({"current":"a","profiles":[
        {"name":"a","mode":"ChainableRamRoleArn","source_profile":"b","ram_role_arn":"acs:ram::1:role/a"},
        {"name":"b","mode":"ChainableRamRoleArn","source_profile":"a","ram_role_arn":"acs:ram::1:role/b"}]})");
    EXPECT_THAT(get(*chain()).error().what, HasSubstr("too deep"));
    write(".aliyun/config.json", R"({"current":"a","profiles":[
        {"name":"a","mode":"ChainableRamRoleArn","source_profile":"c","ram_role_arn":"acs:ram::1:role/a"}]})");
    EXPECT_THAT(get(*chain()).error().what, HasSubstr("no profile \"c\""));
}

TEST_F(CredentialsTest, SharedFileIsReadBySection) {
    write(".alibabacloud/credentials",
          "# keys\r\n[default]\r\ntype = access_key\r\naccess_key_id = x\r\n"
          "access_key_secret = y=z\r\n[machine]\ntype=ecs_ram_role\nrole_name=m\n[odd]\ntype=rsa_key_pair\n");
    EXPECT_EQ(get(*chain()).value().access_key_secret.reveal(), "y=z");
    variables["ALIBABA_CLOUD_PROFILE"] = "odd";
    EXPECT_THAT(get(*chain()).error().what, HasSubstr("rsa_key_pair"));
    variables["ALIBABA_CLOUD_PROFILE"] = "machine";
    transport.script = {answer(200, "metadata-token"), flat("of-machine")};
    EXPECT_EQ(get(*chain()).value().access_key_id, "of-machine");
    EXPECT_EQ(transport.requests.back().target, "/latest/meta-data/ram/security-credentials/m");
}

TEST_F(CredentialsTest, FailureNamesEverythingTriedAndNoSecret) {
    variables["ALIBABA_CLOUD_ACCESS_KEY_SECRET"] = "do-not-show";
    write(".aliyun/config.json", "{");
    auto const error = get(*chain()).error();
    EXPECT_EQ(error.kind, ErrorKind::unauthorised);
    for (auto const* part : {"ALIBABA_CLOUD_ACCESS_KEY_ID", "OIDC", "is no JSON", ".alibabacloud/credentials",
                             "ECS", "ALIBABA_CLOUD_CREDENTIALS_URI"})
        EXPECT_THAT(error.what, HasSubstr(part));
    EXPECT_FALSE(error.remedy.empty());
    EXPECT_THAT(error.line(), Not(HasSubstr("do-not-show")));
}

TEST_F(CredentialsTest, KeysOfAFileThatWasExchangedAreFoundInTime) {
    auto const provider = chain();
    EXPECT_FALSE(get(*provider));
    variables["ALIBABA_CLOUD_ACCESS_KEY_ID"] = "one";
    variables["ALIBABA_CLOUD_ACCESS_KEY_SECRET"] = "s";
    EXPECT_EQ(get(*provider).value().access_key_id, "one");
    variables["ALIBABA_CLOUD_ACCESS_KEY_ID"] = "two";
    EXPECT_EQ(get(*provider).value().access_key_id, "one");
    provider->invalidate("another");
    EXPECT_EQ(get(*provider).value().access_key_id, "one") << "others were refused";
    provider->invalidate("one");
    EXPECT_EQ(get(*provider).value().access_key_id, "two");
    variables["ALIBABA_CLOUD_ACCESS_KEY_ID"] = "three";
    clock.advance(std::chrono::minutes(2));
    EXPECT_EQ(get(*provider).value().access_key_id, "three");
}

}  // namespace
}  // namespace sasyncd
