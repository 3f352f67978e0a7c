#include "aliyun/caller_identity.hpp"

#include "unit/aliyun/scripted_call.hpp"

#include <gtest/gtest.h>

namespace sasyncd {
namespace {

class CallerIdentity : public testing::Test {
protected:
    Result<std::string> ask() { return run(account_id_of_caller(bench_.signed_call)); }

    Result<std::string> ask_with(std::string body, unsigned status = 200) {
        bench_.transport.script = {answer(status, std::move(body), {{"x-acs-request-id", "H-1"}})};
        return ask();
    }

    CallBench bench_{"https://sts.example", "2015-04-01"};
};

TEST_F(CallerIdentity, TheAccountIsReadFromTheAnswer) {
    auto const id =
        ask_with(R"({"IdentityType":"RAMUser","AccountId":"1234567890123456","UserId":"9","RequestId":"R"})");
    ASSERT_TRUE(id.has_value()) << id.error().line();
    EXPECT_EQ(*id, "1234567890123456");
    EXPECT_EQ(header_of(bench_.transport.requests.front(), "x-acs-action"), "GetCallerIdentity");
    EXPECT_EQ(header_of(bench_.transport.requests.front(), "x-acs-version"), "2015-04-01");
    EXPECT_EQ(bench_.transport.requests.front().target, "/?");
}

TEST_F(CallerIdentity, ItsSpellingMayDiffer) {
    EXPECT_EQ(ask_with(R"({"accountId":"77"})").value(), "77");
    EXPECT_EQ(ask_with(R"({"AccountId":1234567890123456})").value(), "1234567890123456");
    EXPECT_EQ(ask_with(R"({"accountId":"1","AccountId":"2"})").value(), "2") << "the documented one first";
}

TEST_F(CallerIdentity, AnotherIdIsReportedAsItIs) {
    EXPECT_EQ(ask_with(R"({"AccountId":"1"})").value(), "1");
    EXPECT_EQ(ask_with(R"({"AccountId":"2"})").value(), "2") << "nothing is remembered";
}

TEST_F(CallerIdentity, AnAnswerWithoutAnAccountIsMalformed) {
    for (std::string const body :
         {"{}", "", "[]", "null", R"({"AccountId":null})", R"({"AccountId":""})", R"({"AccountId":"x"})",
          R"({"AccountId":-1})", R"({"AccountId":"1 2"})", R"({"AccountId":{}})", R"({"AccountId":"1")",
          R"({"AccountId":"123456789012345678901234567890123"})", "<html></html>"}) {
        auto const id = ask_with(body);
        ASSERT_TRUE(id.has_error()) << body;
        EXPECT_EQ(id.error().kind, ErrorKind::malformed) << body;
        EXPECT_EQ(id.error().request_id, "H-1") << body;
    }
}

TEST_F(CallerIdentity, AnErrorInXmlIsReadByItsCode) {
    auto const id = ask_with(
        "<?xml version='1.0'?><Error><RequestId>R-7</RequestId>"
        "<Code>Forbidden.RAM</Code><Message>no</Message></Error>",
        403);
    ASSERT_TRUE(id.has_error());
    EXPECT_EQ(id.error().kind, ErrorKind::unauthorised);
    EXPECT_EQ(id.error().code, "Forbidden.RAM");
    EXPECT_EQ(id.error().request_id, "R-7");
}

TEST_F(CallerIdentity, WhatIsMendedIsAskedAgainAtOnceButNotForEver) {
    bench_.transport.script = {
        refusal("InvalidTimeStamp.Expired", {{"Date", "Tue, 14 Nov 2023 22:43:20 GMT"}}),
        refusal("InvalidSecurityToken.Expired"), answer(200, R"({"AccountId":"5"})")};
    EXPECT_EQ(ask().value(), "5");
    bench_.transport.requests.clear();
    bench_.transport.script = {refusal("SignatureNonceUsed")};
    EXPECT_EQ(ask().error().kind, ErrorKind::retry_now);
    EXPECT_EQ(bench_.transport.requests.size(), 3U);
}

TEST_F(CallerIdentity, ThrottlingIsNotAskedAgainHere) {
    bench_.transport.script = {refusal("Throttling.User")};
    EXPECT_EQ(ask().error().kind, ErrorKind::retry_later);
    EXPECT_EQ(bench_.transport.requests.size(), 1U);
}

}  // namespace
}  // namespace sasyncd
