#include "aliyun/signature_v1.hpp"
#include "unit/aliyun/credential_bench.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

namespace sasyncd {
namespace {

using testing::HasSubstr;
using testing::Not;
using Kind = CredentialsOptions::Kind;

constexpr char const* kRole = "acs:ram::1234567890123456:role/reader";

std::string decoded(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '%') {
            out += text[i];
            continue;
        }
        out += static_cast<char>(std::stoi(std::string(text.substr(i + 1, 2)), nullptr, 16));
        i += 2;
    }
    return out;
}

/// Name and value of each parameter, decoded.
Parameters parameters_of(std::string_view query) {
    Parameters out;
    while (!query.empty()) {
        auto const pair = query.substr(0, query.find('&'));
        query.remove_prefix(std::min(pair.size() + 1, query.size()));
        auto const equals = pair.find('=');
        out[decoded(pair.substr(0, equals))] = decoded(pair.substr(equals + 1));
    }
    return out;
}

Parameters query_of(HttpRequest const& request) {
    return parameters_of(std::string_view(request.target).substr(request.target.find('?') + 1));
}

/// What each kind sends, and what it makes of the answers (api.md 4.3).
class CredentialRequests : public testing::Test, protected CredentialBench {
protected:
    CredentialsOptions role() {
        auto source = options_of(Kind::access_key);
        source.access_key_id = "LTAIkeyid0123456789";
        source.access_key_secret = Secret("s3cr3t-of-key");
        auto options = options_of(Kind::ram_role_arn);
        options.role_arn = kRole;
        options.source = std::make_shared<CredentialsOptions const>(source);
        return options;
    }
    CredentialsOptions oidc() {
        write("token", "jwt-one\n");
        auto options = options_of(Kind::oidc);
        options.role_arn = kRole;
        options.provider_arn = "acs:ram::1:oidc-provider/p";
        options.token_file = home / "token";
        return options;
    }
    CredentialsOptions machine(std::string name = "m") {
        auto options = options_of(Kind::ecs_ram_role);
        options.role_name = std::move(name);
        return options;
    }
};

TEST_F(CredentialRequests, AssumeRoleIsSignedV1OverQueryAndForm) {
    auto options = role();
    options.external_id = "ext*id~1";
    options.role_session_name = "a session";
    options.duration = std::chrono::minutes(30);
    transport.script = {granted("STS.one")};
    auto const keys = get(*make(options)).value();
    EXPECT_EQ(keys.access_key_id, "STS.one");
    EXPECT_EQ(keys.access_key_secret.reveal(), "secret-of-session");
    EXPECT_EQ(keys.security_token.reveal(), "token/of+session==");
    ASSERT_EQ(transport.requests.size(), 1U);
    auto const& request = transport.requests.front();
    EXPECT_EQ(request.method, "POST");
    EXPECT_EQ(request.origin.authority(), "sts.aliyuncs.com");
    EXPECT_EQ(header_of(request, "content-type"), "application/x-www-form-urlencoded");
    EXPECT_EQ(header_of(request, "authorization"), "");
    auto query = query_of(request);
    auto const signature = query["Signature"];
    query.erase("Signature");
    auto const nonce = query["SignatureNonce"];
    EXPECT_EQ(nonce.size(), 32U);
    EXPECT_EQ(query, (Parameters{{"Action", "AssumeRole"},
                                 {"Version", "2015-04-01"},
                                 {"Format", "JSON"},
                                 {"Timestamp", "2023-11-14T22:13:20Z"},
                                 {"SignatureMethod", "HMAC-SHA1"},
                                 {"SignatureVersion", "1.0"},
                                 {"SignatureNonce", nonce},
                                 {"AccessKeyId", "LTAIkeyid0123456789"}}));
    auto const form = parameters_of(request.body);
    EXPECT_EQ(form, (Parameters{{"RoleArn", kRole},
                                {"RoleSessionName", "a session"},
                                {"DurationSeconds", "1800"},
                                {"ExternalId", "ext*id~1"}}));
    query.insert(form.begin(), form.end());
    EXPECT_EQ(signature, sign_v1("POST", query, Secret("s3cr3t-of-key")).signature);
}

TEST_F(CredentialRequests, ARoleMayBeAssumedByASessionOfAnother) {
    auto options = role();
    auto inner = role();
    inner.role_arn = "acs:ram::1:role/inner";
    options.source = std::make_shared<CredentialsOptions const>(inner);
    transport.script = {granted("STS.inner"), granted("STS.outer")};
    EXPECT_EQ(get(*make(options)).value().access_key_id, "STS.outer");
    ASSERT_EQ(transport.requests.size(), 2U);
    auto const query = query_of(transport.requests[1]);
    EXPECT_EQ(query.at("AccessKeyId"), "STS.inner");
    EXPECT_EQ(query.at("SecurityToken"), "token/of+session==");
}

TEST_F(CredentialRequests, RolesOfProfilesAndSectionsAreAssumed) {
    write(".aliyun/config.json", R"({"current":"r","profiles":[
        {"name":"k","mode":"AK","access_key_id":"id-k","access_key_secret":"s"},
        {"name":"r","mode":"RamRoleArn","access_key_id":"id-r","access_key_secret":"s","ram_role_arn":"acs:ram::1:role/a",
         "ram_session_name":"n","expired_seconds":1200,"sts_region":"cn-hangzhou","enable_vpc":true,"external_id":"e","policy":"{}"},
        {"name":"c","mode":"ChainableRamRoleArn","source_profile":"k","ram_role_arn":"acs:ram::1:role/c"}]})");
    transport.script = {granted("STS.r")};
    EXPECT_EQ(get(*chain()).value().access_key_id, "STS.r");
    EXPECT_EQ(transport.requests.back().origin.host, "sts-vpc.cn-hangzhou.aliyuncs.com");
    EXPECT_EQ(parameters_of(transport.requests.back().body), (Parameters{{"RoleArn", "acs:ram::1:role/a"},
                                                                         {"RoleSessionName", "n"},
                                                                         {"DurationSeconds", "1200"},
                                                                         {"ExternalId", "e"},
                                                                         {"Policy", "{}"}}));
    variables["ALIBABA_CLOUD_PROFILE"] = "c";
    EXPECT_EQ(get(*chain()).value().access_key_id, "STS.r");
    EXPECT_EQ(query_of(transport.requests.back()).at("AccessKeyId"), "id-k");
    std::filesystem::remove(home / ".aliyun/config.json");
    write(".alibabacloud/credentials",
          "[c]\ntype=ram_role_arn\naccess_key_id=i\naccess_key_secret=s\nrole_arn=acs:ram::1:role/f\n"
          "role_session_name=n\n");
    EXPECT_EQ(get(*chain()).value().access_key_id, "STS.r");
    EXPECT_EQ(parameters_of(transport.requests.back().body).at("RoleArn"), "acs:ram::1:role/f");
}

TEST_F(CredentialRequests, TheHostOfStsIsFoundAsDocumented) {
    transport.script = {granted("STS.one")};
    auto const host = [&] {
        EXPECT_TRUE(get(*make(role())).has_value());
        return transport.requests.back().origin.address();
    };
    EXPECT_EQ(host(), "sts.aliyuncs.com:443");
    variables["ALIBABA_CLOUD_VPC_ENDPOINT_ENABLED"] = "true";
    EXPECT_EQ(host(), "sts.aliyuncs.com:443") << "there is no such host without a region";
    variables["ALIBABA_CLOUD_STS_REGION"] = "ap-southeast-1";
    EXPECT_EQ(host(), "sts-vpc.ap-southeast-1.aliyuncs.com:443");
    variables.erase("ALIBABA_CLOUD_VPC_ENDPOINT_ENABLED");
    EXPECT_EQ(host(), "sts.ap-southeast-1.aliyuncs.com:443");
    variables["ALIBABA_CLOUD_STS_ENDPOINT"] = "sts.example.com";
    EXPECT_EQ(host(), "sts.example.com:443");
    endpoints.sts = "https://127.0.0.1:7";
    EXPECT_EQ(host(), "127.0.0.1:7") << "the settings win";
    variables["ALIBABA_CLOUD_STS_REGION"] = "evil.example/";
    endpoints.sts = EndpointOptions().sts;
    variables.erase("ALIBABA_CLOUD_STS_ENDPOINT");
    EXPECT_EQ(host(), "sts.aliyuncs.com:443");
}

TEST_F(CredentialRequests, ARefusedRoleIsNoDenialByASiteAndSaysWhatToDo) {
    transport.script = {refusal("NoPermission", {}, 403)};
    auto const error = get(*make(role())).error();
    EXPECT_EQ(error.kind, ErrorKind::unauthorised);
    EXPECT_FALSE(error.is_denial) << "a site would be taken for one that is not the account's";
    EXPECT_THAT(error.what, HasSubstr(kRole));
    EXPECT_THAT(error.remedy, HasSubstr("sts:AssumeRole"));
    transport.script = {refusal("EntityNotExist.Role", {}, 404)};
    EXPECT_EQ(get(*make(role())).error().kind, ErrorKind::unauthorised) << "no page is too deep for that";
    transport.script = {answer(200, R"({"Credentials":{}})")};
    auto const malformed = get(*make(role())).error();
    EXPECT_EQ(malformed.kind, ErrorKind::retry_later);
    EXPECT_THAT(malformed.what, HasSubstr("SecurityToken"));
}

TEST_F(CredentialRequests, AssumingLearnsTheClockAndAbsurdDatesAreNotBelieved) {
    HttpHeaders const later{{"Date", "Tue, 14 Nov 2023 22:43:20 GMT"}};
    transport.script = {refusal("InvalidTimeStamp.Expired", later), granted("STS.one")};
    EXPECT_TRUE(get(*make(role())).has_value());
    EXPECT_EQ(query_of(transport.requests.back()).at("Timestamp"), "2023-11-14T22:43:20Z");
    HttpHeaders const absurd{{"Date", "Fri, 01 Jan 2038 00:00:00 GMT"}};
    transport.script = {refusal("InvalidTimeStamp.Expired", absurd), granted("STS.one")};
    EXPECT_THAT(get(*make(role())).error().what, HasSubstr("more than a day apart"));
}

TEST_F(CredentialRequests, OidcIsUnsignedAndItsTokenIsReadForEachSession) {
    transport.script = {granted("STS.one")};
    auto const provider = make(oidc());
    EXPECT_EQ(get(*provider).value().access_key_id, "STS.one");
    auto const& request = transport.requests.front();
    EXPECT_EQ(query_of(request), (Parameters{{"Action", "AssumeRoleWithOIDC"},
                                             {"Version", "2015-04-01"},
                                             {"Format", "JSON"},
                                             {"Timestamp", "2023-11-14T22:13:20Z"}}));
    EXPECT_EQ(parameters_of(request.body), (Parameters{{"OIDCProviderArn", "acs:ram::1:oidc-provider/p"},
                                                       {"OIDCToken", "jwt-one"},
                                                       {"RoleArn", kRole},
                                                       {"RoleSessionName", "sasyncd"},
                                                       {"DurationSeconds", "3600"}}));
    write("token", "jwt-two");
    provider->invalidate("STS.one");
    ASSERT_TRUE(get(*provider).has_value());
    EXPECT_EQ(parameters_of(transport.requests.back().body).at("OIDCToken"), "jwt-two");
}

TEST_F(CredentialRequests, AnOidcTokenThatIsEchoedIsCutOut) {
    transport.script = {
        answer(400, R"({"Code":"AuthenticationFail.OIDCToken","Message":"bad jwt-one given"})")};
    EXPECT_THAT(get(*make(oidc())).error().line(), Not(HasSubstr("jwt-one")));
}

TEST_F(CredentialRequests, AMachinesRoleIsAskedForWithAToken) {
    transport.script = {answer(200, "metadata-token\n"), answer(200, "the-role"), flat("STS.machine")};
    EXPECT_EQ(get(*make(machine(""))).value().access_key_id, "STS.machine");
    ASSERT_EQ(transport.requests.size(), 3U);
    auto const& token = transport.requests[0];
    EXPECT_EQ(token.method + " " + token.target, "PUT /latest/api/token");
    EXPECT_EQ(token.origin.address(), "100.100.100.200:80");
    EXPECT_FALSE(token.origin.tls);
    EXPECT_EQ(header_of(token, "X-aliyun-ecs-metadata-token-ttl-seconds"), "21600");
    EXPECT_EQ(token.timeout, std::chrono::seconds(1));
    EXPECT_EQ(transport.requests[1].target, "/latest/meta-data/ram/security-credentials/");
    EXPECT_EQ(transport.requests[2].target, "/latest/meta-data/ram/security-credentials/the-role");
    for (std::size_t i : {1U, 2U})
        EXPECT_EQ(header_of(transport.requests[i], "X-aliyun-ecs-metadata-token"), "metadata-token");
}

TEST_F(CredentialRequests, WithoutATokenVersionOneIsSpokenUnlessSwitchedOff) {
    transport.script = {answer(404, ""), flat("STS.machine")};
    EXPECT_TRUE(get(*make(machine())).has_value());
    EXPECT_EQ(header_of(transport.requests.back(), "X-aliyun-ecs-metadata-token"), "");
    transport.script = {answer(200, "metadata-token"), answer(403, ""), flat("STS.machine")};
    EXPECT_TRUE(get(*make(machine())).has_value()) << "a read with a token that fails is tried bare";
    variables["ALIBABA_CLOUD_IMDSV1_DISABLED"] = "true";
    transport.script = {answer(404, ""), flat("STS.machine")};
    EXPECT_THAT(get(*make(machine())).error().what, HasSubstr("no token"));
    transport.script = {answer(200, "metadata-token"), answer(403, ""), flat("STS.machine")};
    EXPECT_FALSE(get(*make(machine())).has_value());
}

TEST_F(CredentialRequests, MetadataThatMakesNoSenseGivesNoKeys) {
    for (std::string const& body :
         {std::string("{}"), std::string("<html>"), R"({"Code":"Failed",)" + session("x") + "}"}) {
        transport.script = {answer(200, "metadata-token"), answer(200, body)};
        EXPECT_EQ(get(*make(machine())).error().kind, ErrorKind::retry_later) << body;
    }
    transport.script = {answer(200, "metadata-token"), answer(200, "../../evil")};
    EXPECT_EQ(get(*make(machine(""))).error().kind, ErrorKind::unauthorised);
    variables["ALIBABA_CLOUD_ECS_METADATA_DISABLED"] = "true";
    EXPECT_EQ(make_credentials(machine(), tools()).error().kind, ErrorKind::rejected);
    variables.clear();
    endpoints.metadata = "https://metadata.example";
    EXPECT_EQ(make_credentials(machine(), tools()).error().kind, ErrorKind::rejected);
}

TEST_F(CredentialRequests, AUriIsAskedAsItStands) {
    auto options = options_of(Kind::uri);
    options.uri = "http://127.0.0.1:8080/keys/mine?for=sas#x";
    transport.script = {answer(200, "{" + session("STS.uri") + "}")};
    EXPECT_EQ(get(*make(options)).value().access_key_id, "STS.uri");
    auto const& request = transport.requests.front();
    EXPECT_EQ(request.method + " " + request.target, "GET /keys/mine?for=sas");
    EXPECT_EQ(request.origin.address(), "127.0.0.1:8080");
    transport.script = {answer(200, R"({"AccessKeyId":"a","AccessKeySecret":"b","SecurityToken":"c"})")};
    EXPECT_THAT(get(*make(options)).error().what, HasSubstr("Expiration"));
    transport.script = {answer(302, "")};
    EXPECT_EQ(get(*make(options)).error().kind, ErrorKind::unauthorised);
    for (auto const* uri :
         {"http://keys.example/mine", "https://user:hush@keys.example/", "ftp://x/", "keys"}) {
        options.uri = uri;
        auto const made = make_credentials(options, tools());
        ASSERT_FALSE(made.has_value()) << uri;
        EXPECT_THAT(made.error().line(), Not(HasSubstr("hush")));
    }
}

TEST_F(CredentialRequests, NoSecretOfASessionIsInAnyError) {
    for (std::string const id : {"", "STS.over"}) {
        transport.script = {granted(id, "20:00:00")};
        auto const error = get(*make(role())).error();
        for (auto const* secret : {"secret-of-session", "token/of", "s3cr3t-of-key", "LTAIkeyid"})
            EXPECT_THAT(error.line(), Not(HasSubstr(secret)));
    }
}

TEST_F(CredentialRequests, EachCallOfStsIsToldToTheObserver) {
    transport.script = {refusal("Throttling.User")};
    EXPECT_EQ(get(*make(role())).error().kind, ErrorKind::retry_later);
    EXPECT_EQ(observer.told, std::vector<std::string>{"prod china AssumeRole Throttling.User"});
}

}  // namespace
}  // namespace sasyncd
