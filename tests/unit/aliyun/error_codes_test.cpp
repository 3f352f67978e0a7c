#include "aliyun/error_codes.hpp"

#include "aliyun/error_envelope.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace sasyncd {
namespace {

using testing::HasSubstr;
using testing::Not;

Error of(unsigned status, std::string_view body, std::string_view retry_after = {}) {
    return classify_error(status, "application/json", body, retry_after, "H-1", "my-key-id");
}

Error coded(std::string_view code, unsigned status = 400) {
    return of(status, fmt::format(R"({{"Code":"{}","Message":"m","RequestId":"R-1"}})", code));
}

struct Row {
    std::string_view code;
    unsigned status;
    ErrorKind kind;
    Mend mend = Mend::none;
};

TEST(ErrorCodes, EveryDocumentedCodeHasItsKind) {
    for (auto const& row : std::initializer_list<Row>{
             {"Throttling", 400, ErrorKind::retry_later},
             {"Throttling.User", 400, ErrorKind::retry_later},
             {"Rejected.Throttling", 400, ErrorKind::retry_later},
             {"Whatever", 429, ErrorKind::retry_later},
             {"ServiceUnavailable", 503, ErrorKind::retry_later},
             {"InternalError", 500, ErrorKind::retry_later},
             {"UnknownError", 500, ErrorKind::retry_later},
             {"ServerError", 500, ErrorKind::retry_later},
             {"Whatever", 502, ErrorKind::retry_later},
             {"SignatureNonceUsed", 400, ErrorKind::retry_now},
             {"InvalidTimeStamp.Expired", 400, ErrorKind::unauthorised, Mend::clock},
             {"InvalidSecurityToken.Expired", 400, ErrorKind::unauthorised, Mend::session},
             {"InvalidSecurityToken.MismatchWithAccessKey", 400, ErrorKind::unauthorised, Mend::session},
             {"InvalidSecurityToken.Malformed", 400, ErrorKind::unauthorised, Mend::session},
             {"MissingSecurityToken", 400, ErrorKind::unauthorised, Mend::session},
             {"InvalidAccessKeyId.NotFound", 404, ErrorKind::unauthorised, Mend::key},
             {"InvalidAccessKeyId.Inactive", 400, ErrorKind::unauthorised, Mend::key},
             {"Forbidden.AccessKeyDisabled", 403, ErrorKind::unauthorised, Mend::key},
             {"SignatureDoesNotMatch", 400, ErrorKind::unauthorised},
             {"IncompleteSignature", 403, ErrorKind::unauthorised},
             {"NoPermission", 403, ErrorKind::unauthorised},
             {"Forbidden.RAM", 403, ErrorKind::unauthorised},
             {"Forbidden", 403, ErrorKind::unauthorised},
             {"FreeVersionNotPermit", 400, ErrorKind::unlicensed},
             {"InvalidApi.NotFound", 404, ErrorKind::rejected},
             {"InvalidTimeStamp.Format", 400, ErrorKind::rejected},
             {"MissingParameter", 400, ErrorKind::rejected},
             {"InvalidParameter", 400, ErrorKind::rejected},
             {"UnsupportedHTTPMethod", 400, ErrorKind::rejected},
             {"NeverSeen", 418, ErrorKind::rejected},
         }) {
        SCOPED_TRACE(row.code);
        auto const error = coded(row.code, row.status);
        EXPECT_EQ(error.kind, row.kind) << to_string(error.kind);
        EXPECT_EQ(error.code, row.code);
        EXPECT_EQ(error.request_id, "R-1");
        EXPECT_EQ(mend_for(row.code), row.mend);
    }
}

TEST(ErrorCodes, TheStatusDoesNotOutvoteTheCode) {
    using Kind = ErrorKind;
    for (auto const& [code, kind] : std::initializer_list<std::pair<char const*, Kind>>{
             {"Throttling.Api", Kind::retry_later},
             {"Rejected.Throttling", Kind::retry_later},
             {"ServiceUnavailable", Kind::retry_later},
             {"InternalError", Kind::retry_later},
             {"UnknownError", Kind::retry_later},
             {"ServerError", Kind::retry_later},
             {"SignatureNonceUsed", Kind::retry_now},
             {"InvalidTimeStamp.Expired", Kind::unauthorised},
             {"InvalidSecurityToken.Expired", Kind::unauthorised},
             {"InvalidAccessKeyId.NotFound", Kind::unauthorised},
             {"SignatureDoesNotMatch", Kind::unauthorised},
             {"NoPermission", Kind::unauthorised},
             {"FreeVersionNotPermit", Kind::unlicensed},
             {"InvalidProduct.NotFound", Kind::rejected},
             {"InvalidRegion.NotFound", Kind::rejected},
             {"InvalidProtocol.NeedSsl", Kind::rejected},
             {"MissingParameter", Kind::rejected}})
        for (unsigned const status : {200U, 400U, 403U, 404U, 500U, 503U})
            EXPECT_EQ(coded(code, status).kind, kind) << code << " with " << status;
}

TEST(ErrorCodes, APositiveRetryAfterRulesOverTheCode) {
    auto const error = of(400, R"({"Code":"InvalidParameter"})", "1500");
    EXPECT_EQ(error.kind, ErrorKind::retry_later);
    EXPECT_EQ(error.retry_after, std::chrono::milliseconds(1500));
    for (auto const* header : {"0", "-5", "soon", "", "7x"})
        EXPECT_EQ(of(400, R"({"Code":"InvalidParameter"})", header).kind, ErrorKind::rejected) << header;
}

TEST(ErrorCodes, EveryFormOfTheEnvelopeIsRead) {
    EXPECT_EQ(of(400, R"({"code":"Throttling","message":"x","requestId":"r"})").request_id, "r");
    auto const xml = of(403,
                        "<?xml version='1.0'?><Error><RequestId>X-1</RequestId><Code>NoPermission</Code>"
                        "<Message>a &lt;b&gt;</Message></Error>");
    EXPECT_EQ(xml.kind, ErrorKind::unauthorised);
    EXPECT_EQ(xml.request_id, "X-1");
    EXPECT_THAT(xml.what, HasSubstr("a <b>"));
    EXPECT_EQ(of(400, R"({"Code":"NeverSeen"})").request_id, "H-1");
}

TEST(ErrorCodes, AnswersWithoutACodeGoByTheirStatus) {
    constexpr auto page = "<html><body>Bad gateway</body></html>";
    EXPECT_EQ(of(502, page).kind, ErrorKind::retry_later);
    EXPECT_EQ(of(503, "").kind, ErrorKind::retry_later);
    EXPECT_EQ(of(403, page).kind, ErrorKind::rejected);
    EXPECT_EQ(of(200, page).kind, ErrorKind::malformed);
    EXPECT_EQ(of(302, "").kind, ErrorKind::malformed);
    EXPECT_EQ(of(502, page).code, "HTTP 502");
}

TEST(ErrorCodes, ACodeInA200IsAnError) {
    auto const error = error_in_ok_body(R"({"Code":"Throttling.User","Message":"m"})");
    ASSERT_TRUE(error);
    EXPECT_EQ(error->kind, ErrorKind::retry_later);
    EXPECT_EQ(error_in_ok_body(R"({"Code":503,"Message":"m"})")->kind, ErrorKind::retry_later);
    for (auto const* body : {R"({"Code":"200"})", R"({"Code":200})", R"({"code":"OK"})",
                             R"({"Code":"success"})", R"({"Code":""})", R"({"PageInfo":{}})", "[]", ""})
        EXPECT_FALSE(error_in_ok_body(body)) << body;
}

TEST(ErrorCodes, AWebPageIsNoGoodAnswer) {
    HttpResponse response(200);
    response.body = "{}";
    EXPECT_FALSE(failure_in(response));
    response.body = "<html>log in</html>";
    ASSERT_TRUE(failure_in(response));
    EXPECT_EQ(failure_in(response)->error.kind, ErrorKind::malformed);
}

TEST(ErrorCodes, MissingPermissionsNameTheActionAndTheRemedy) {
    auto const error = of(403, R"({"Code":"NoPermission","Message":"m","AccessDeniedDetail":{
        "AuthAction":"yundun-sas:X","NoPermissionType":"ImplicitDeny","PolicyType":"AccountLevelIdentityBasedPolicy"}})");
    EXPECT_THAT(error.what, HasSubstr("NoPermissionType ImplicitDeny"));
    EXPECT_THAT(error.what, HasSubstr("AccountLevelIdentityBasedPolicy"));
    EXPECT_THAT(error.remedy, HasSubstr("yundun-sas:X"));
    EXPECT_THAT(coded("Forbidden.RAM").remedy, HasSubstr("yundun-sas:DescribeAffectedMaliciousFileImages"));
}

TEST(ErrorCodes, NothingSecretComesOutOfAMessage) {
    auto const error =
        of(400, R"({"Code":"SignatureDoesNotMatch","Message":"Not matched. server string to sign is:)"
                R"(GET&%2F&AccessKeyId%3Dmy-key-id%26SecurityToken%3Dtoken"})");
    EXPECT_THAT(error.what, HasSubstr("Not matched"));
    EXPECT_THAT(error.what, Not(HasSubstr("GET&")));
    auto const key =
        of(404, R"({"Code":"InvalidAccessKeyId.NotFound","Message":"key my-key-id or LTAI5tAbCdEfGh0"})");
    EXPECT_THAT(key.what, Not(HasSubstr("my-key-id")));
    EXPECT_THAT(key.what, Not(HasSubstr("LTAI")));
}

TEST(ErrorCodes, ASecretInASecretLeavesNothingOfIt) {
    auto const text = redacted("key my-kemy-key-idy-id, and LTAI5tLTAI5tAbCdEfGh0", "my-key-id");
    EXPECT_THAT(text, Not(HasSubstr("my-key-id")));
    EXPECT_THAT(text, Not(HasSubstr("LTAI")));
    auto const code = of(403, R"({"Code":"Forbidden.LTAI5tAbCdEfGh0","RequestId":"my-key-id"})");
    EXPECT_THAT(code.line(), Not(HasSubstr("LTAI")));
    EXPECT_THAT(code.line(), Not(HasSubstr("my-key-id")));
    EXPECT_EQ(code.kind, ErrorKind::unauthorised);
}

TEST(ErrorCodes, AMessageOfMegabytesTakesNoLongerThanItsBegin) {
    std::string message;
    while (message.size() < 8'000'000)
        message += "&lt;LTAI5tAbCdEfGh0 my-key-id";
    auto const error = of(400, "<Error><Code>Bad</Code><Message>" + message + "</Message></Error>");
    EXPECT_LT(error.line().size(), 1000U);
    EXPECT_EQ(error.code, "Bad");
}

TEST(ErrorCodes, WhatStrangersWriteIsEscaped) {
    auto const error = of(400, R"({"Code":"Bad\u001b[31m","Message":"a\nb"})");
    EXPECT_THAT(error.line(), Not(HasSubstr("\x1b")));
    EXPECT_THAT(error.line(), Not(HasSubstr("\n")));
    EXPECT_THAT(error.code, Not(HasSubstr("\x1b")));
}

TEST(ErrorCodes, ADenialIsOfWhoIsKnownAndMayNot) {
    for (auto const* code : {"NoPermission", "NoPermission.Foo", "Forbidden", "Forbidden.RAM", "AccessDenied",
                             "FreeVersionNotPermit"})
        EXPECT_TRUE(coded(code, 403).is_denial) << code;
    for (auto const* code : {"InvalidAccessKeyId.NotFound", "Forbidden.AccessKeyDisabled",
                             "SignatureDoesNotMatch", "IncompleteSignature", "InvalidSecurityToken.Expired",
                             "InvalidTimeStamp.Expired", "Throttling", "InternalError", "InvalidParameter"})
        EXPECT_FALSE(coded(code, 403).is_denial) << code;
}

}  // namespace
}  // namespace sasyncd
