#include "aliyun/sas_page_reader.hpp"
#include "aliyun/signature.hpp"
#include "unit/aliyun/scripted_call.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

namespace sasyncd {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

constexpr char const* kExpired = "InvalidTimeStamp.Expired";
constexpr char const* kSessionOver = "InvalidSecurityToken.Expired";

HttpHeaders date(std::string text) {
    return {{"Date", std::move(text)}};
}

HttpResponse late(char const* text = "Tue, 14 Nov 2023 22:43:20 GMT") {
    return refusal(kExpired, date(text));
}

/// The Authorization that those headers and that query call for, made anew.
std::string expected_authorization(HttpRequest const& request, Parameters params, Secret secret,
                                   Secret token = {}) {
    SigningInput input;
    input.host = request.origin.authority();
    input.action = header_of(request, "x-acs-action");
    input.version = header_of(request, "x-acs-version");
    input.date = header_of(request, "x-acs-date");
    input.nonce = header_of(request, "x-acs-signature-nonce");
    input.access_key_id = "LTAIkeyid0123456789";
    input.access_key_secret = std::move(secret);
    input.security_token = std::move(token);
    input.params = std::move(params);
    return sign_v3(input).authorization;
}

class SignedCallTest : public testing::Test {
protected:
    CallBench bench_;
};

TEST_F(SignedCallTest, EveryAttemptIsSignedAfresh) {
    bench_.transport.script = {answer(200, "{}")};
    std::set<std::string> nonces;
    std::set<std::string> authorizations;
    for (int i = 0; i < 20; ++i) {
        ASSERT_TRUE(bench_.call().has_value());
        nonces.insert(header_of(bench_.transport.requests.back(), "x-acs-signature-nonce"));
        authorizations.insert(header_of(bench_.transport.requests.back(), "authorization"));
    }
    EXPECT_EQ(nonces.size(), 20U);
    EXPECT_EQ(authorizations.size(), 20U);
    EXPECT_EQ(header_of(bench_.transport.requests.back(), "x-acs-date"), "2023-11-14T22:13:20Z");
    bench_.clock.advance(std::chrono::seconds(61));
    ASSERT_TRUE(bench_.call().has_value());
    EXPECT_EQ(header_of(bench_.transport.requests.back(), "x-acs-date"), "2023-11-14T22:14:21Z");
}

TEST_F(SignedCallTest, WhatIsSentIsWhatIsSigned) {
    bench_.transport.script = {answer(200, "{}")};
    Parameters const params{{"RepoName", "a b*~"}, {"CurrentPage", "1"}};
    ASSERT_TRUE(bench_.call(params).has_value());
    auto const& request = bench_.transport.requests.front();
    EXPECT_EQ(request.target, "/?CurrentPage=1&RepoName=a%20b%2A~");
    EXPECT_EQ(header_of(request, "x-acs-action"), "DescribeThings");
    EXPECT_EQ(header_of(request, "x-acs-version"), "2018-12-03");
    EXPECT_EQ(header_of(request, "authorization"),
              expected_authorization(request, params, Secret("s3cr3t-of-key")));
    EXPECT_EQ(header_of(request, "host"), "") << "the transport's";
    EXPECT_EQ(header_of(request, "x-acs-security-token"), "");
    EXPECT_EQ(request.body, "");
}

TEST_F(SignedCallTest, EveryHeaderOfTheServiceIsAmongTheSignedOnes) {
    bench_.credentials.found->security_token = Secret("token-of-session");
    bench_.transport.script = {answer(200, "{}")};
    ASSERT_TRUE(bench_.call().has_value());
    auto const& request = bench_.transport.requests.front();
    auto const authorization = header_of(request, "authorization");
    auto const begin = authorization.find("SignedHeaders=") + 14;
    auto const list = ";" + authorization.substr(begin, authorization.find(',', begin) - begin) + ";";
    EXPECT_THAT(list, HasSubstr(";host;"));
    for (auto const& [name, value] : request.headers) {
        if (name.starts_with("x-acs-")) {
            EXPECT_THAT(list, HasSubstr(";" + name + ";"));
        }
    }
}

TEST_F(SignedCallTest, ASessionsTokenIsSentAndSigned) {
    bench_.credentials.found->security_token = Secret("token-of-session");
    bench_.transport.script = {answer(200, "{}")};
    ASSERT_TRUE(bench_.call().has_value());
    auto const& request = bench_.transport.requests.front();
    EXPECT_EQ(header_of(request, "x-acs-security-token"), "token-of-session");
    EXPECT_EQ(header_of(request, "authorization"),
              expected_authorization(request, {}, Secret("s3cr3t-of-key"), Secret("token-of-session")));
}

TEST_F(SignedCallTest, PagesAreAskedForInEnglish) {
    bench_.transport.script = {refusal("NoPermission")};
    SasPageReader reader(bench_.signed_call);
    static_cast<void>(run(reader.read(PageQuery(3, 50))));
    EXPECT_EQ(bench_.transport.requests.front().target, "/?CurrentPage=3&Lang=en&PageSize=50");
}

TEST_F(SignedCallTest, AClockThatIsOffIsMendedOnceByTheAnswersDate) {
    bench_.transport.script = {late()};
    auto const first = bench_.call();
    ASSERT_TRUE(first.has_error());
    EXPECT_EQ(first.error().kind, ErrorKind::retry_now);
    EXPECT_EQ(bench_.signed_call.clock_skew(), std::chrono::minutes(30));
    auto const second = bench_.call();
    EXPECT_EQ(header_of(bench_.transport.requests.back(), "x-acs-date"), "2023-11-14T22:43:20Z");
    ASSERT_TRUE(second.has_error());
    EXPECT_EQ(second.error().kind, ErrorKind::unauthorised) << "mended, and no better";
    EXPECT_THAT(second.error().remedy, HasSubstr("clock"));
    EXPECT_EQ(bench_.credentials.invalidated, 0);
}

TEST_F(SignedCallTest, AClockIsMendedAgainAfterACallThatWorked) {
    bench_.transport.script = {late(), answer(200, "{}"), late("Tue, 14 Nov 2023 21:43:20 GMT"),
                               answer(200, "{}")};
    EXPECT_EQ(bench_.call().error().kind, ErrorKind::retry_now);
    EXPECT_TRUE(bench_.call().has_value());
    EXPECT_EQ(bench_.call().error().kind, ErrorKind::retry_now);
    EXPECT_EQ(bench_.signed_call.clock_skew(), -std::chrono::minutes(30));
    EXPECT_TRUE(bench_.call().has_value());
}

TEST_F(SignedCallTest, AWrongDateDoesNotStayForEver) {
    bench_.transport.script = {late("Wed, 15 Nov 2023 10:13:20 GMT"), late("Tue, 14 Nov 2023 22:13:20 GMT"),
                               answer(200, "{}")};
    EXPECT_EQ(bench_.call().error().kind, ErrorKind::retry_now);
    EXPECT_EQ(bench_.call().error().kind, ErrorKind::unauthorised);
    EXPECT_TRUE(bench_.call().has_value());
    EXPECT_EQ(header_of(bench_.transport.requests.back(), "x-acs-date"), "2023-11-14T22:13:20Z");
}

TEST_F(SignedCallTest, AnAbsurdDateIsNotBelieved) {
    for (auto const* text :
         {"", "yesterday", "Fri, 01 Jan 2038 00:00:00 GMT", "Thu, 01 Jan 1970 00:00:00 GMT",
          "Wed, 15 Nov 2023 22:13:21 GMT", "Tue, 31 Feb 2023 22:13:20 GMT"}) {
        CallBench bench;
        bench.transport.script = {late(text)};
        auto const result = bench.call();
        ASSERT_TRUE(result.has_error()) << text;
        EXPECT_EQ(result.error().kind, ErrorKind::unauthorised) << text;
        EXPECT_EQ(result.error().code, kExpired) << text;
        EXPECT_EQ(bench.signed_call.clock_skew(), std::chrono::seconds(0)) << text;
    }
}

TEST_F(SignedCallTest, ASessionThatIsOverIsLookedForOnce) {
    bench_.transport.script = {refusal(kSessionOver), refusal(kSessionOver), answer(200, "{}"),
                               refusal("InvalidAccessKeyId.NotFound", {}, 404)};
    EXPECT_EQ(bench_.call().error().kind, ErrorKind::retry_now);
    EXPECT_EQ(bench_.credentials.invalidated, 1);
    EXPECT_EQ(bench_.call().error().kind, ErrorKind::unauthorised);
    EXPECT_TRUE(bench_.call().has_value());
    EXPECT_EQ(bench_.call().error().kind, ErrorKind::retry_now) << "once again, since a call has worked";
}

TEST_F(SignedCallTest, KeysPutRightAfterAFailureAreFoundByTheNextCall) {
    for (auto const* code : {"InvalidAccessKeyId.NotFound", "SignatureDoesNotMatch"}) {
        CallBench bench;
        bench.transport.script = {refusal(code)};
        static_cast<void>(bench.call());
        auto const before = bench.credentials.invalidated;
        EXPECT_EQ(bench.call().error().kind, ErrorKind::unauthorised) << code;
        EXPECT_EQ(bench.credentials.invalidated, before + 1) << code;
    }
}

TEST_F(SignedCallTest, AMissingPermissionLeavesTheKeysAlone) {
    bench_.transport.script = {refusal("NoPermission", {}, 403)};
    EXPECT_EQ(bench_.call().error().kind, ErrorKind::unauthorised);
    EXPECT_EQ(bench_.credentials.invalidated, 0);
}

TEST_F(SignedCallTest, APauseThatTheServerNamesRulesOverMending) {
    auto headers = date("Tue, 14 Nov 2023 22:43:20 GMT");
    headers.emplace_back("x-acs-retry-after", "1500");
    bench_.transport.script = {refusal(kExpired, headers)};
    auto const result = bench_.call();
    EXPECT_EQ(result.error().kind, ErrorKind::retry_later);
    EXPECT_EQ(result.error().retry_after, std::chrono::milliseconds(1500));
    EXPECT_EQ(bench_.signed_call.clock_skew(), std::chrono::seconds(0));
}

TEST_F(SignedCallTest, TheObserverIsToldOfEveryAttempt) {
    Error slow(ErrorKind::retry_later, "took too long");
    slow.code = "TimedOut";
    bench_.transport.script = {answer(200, "{}"), refusal("Throttling.User"), slow,
                               Error(ErrorKind::cancelled, "stopped"), answer(502, "<html>")};
    for (int i = 0; i < 5; ++i)
        static_cast<void>(bench_.call());
    EXPECT_THAT(bench_.observer.told,
                ElementsAre("prod china DescribeThings ok", "prod china DescribeThings Throttling.User",
                            "prod china DescribeThings TimedOut", "prod china DescribeThings cancelled",
                            "prod china DescribeThings HTTP 502"));
}

TEST_F(SignedCallTest, FailuresOfTheTransportPassUnchanged) {
    for (auto const kind : {ErrorKind::retry_now, ErrorKind::retry_later, ErrorKind::unavailable,
                            ErrorKind::malformed, ErrorKind::cancelled}) {
        bench_.transport.script = {Error(kind, "of the transport").with_remedy("do")};
        auto const result = bench_.call();
        ASSERT_TRUE(result.has_error());
        EXPECT_EQ(result.error().kind, kind);
        EXPECT_EQ(result.error().what, "of the transport");
        EXPECT_EQ(result.error().remedy, "do");
    }
    EXPECT_EQ(bench_.transport.requests.front().timeout.count(), 0) << "the transport's own limit holds";
}

TEST_F(SignedCallTest, WithoutCredentialsNothingIsSent) {
    bench_.credentials.found = Error(ErrorKind::unauthorised, "no credentials found");
    EXPECT_EQ(bench_.call().error().what, "no credentials found");
    EXPECT_TRUE(bench_.transport.requests.empty());
}

TEST_F(SignedCallTest, AnAddressThatMustNotBeUsedIsNeverCalled) {
    CallBench bench("http://tds.example");
    EXPECT_EQ(bench.call().error().kind, ErrorKind::rejected);
    EXPECT_TRUE(bench.transport.requests.empty());
}

TEST_F(SignedCallTest, ARedirectIsNoAnswerAndIsNotFollowed) {
    bench_.transport.script = {answer(302, "", {{"Location", "https://elsewhere.example/"}})};
    EXPECT_EQ(bench_.call().error().kind, ErrorKind::malformed);
    EXPECT_EQ(bench_.transport.requests.size(), 1U);
}

TEST_F(SignedCallTest, NothingSecretIsInAnyError) {
    bench_.credentials.found->security_token = Secret("token-of-session");
    std::string const echo =
        "for LTAIkeyid0123456789; server string to sign is GET&AccessKeyId%3DLTAIkeyid0123456789"
        "&SecurityToken%3Dtoken-of-session";
    for (std::string const code :
         {"SignatureDoesNotMatch", kExpired, kSessionOver, "InvalidAccessKeyId.NotFound"}) {
        auto const body = R"({"Code":")" + code + R"(","Message":")" + echo + R"("})";
        bench_.transport.script = {answer(400, body, date("Tue, 14 Nov 2023 22:43:20 GMT"))};
        for (int i = 0; i < 2; ++i) {
            auto const result = bench_.call();
            ASSERT_TRUE(result.has_error()) << code;
            for (auto const* secret : {"LTAIkeyid", "s3cr3t-of-key", "token-of-session"})
                EXPECT_THAT(result.error().line(), Not(HasSubstr(secret))) << code;
        }
    }
}

}  // namespace
}  // namespace sasyncd
