#include "aliyun/safe_payload.hpp"

#include "aliyun/page_parser.hpp"

#include <gtest/gtest.h>

#include <string>

namespace sasyncd {
namespace {

TEST(SafePayload, CutsSignedLinksHoweverTheyAreSpelled) {
    EXPECT_EQ(safe_payload(R"({"DownloadUrl" : "https://a/b?c","Tag":"t"})"),
              R"({"DownloadUrl" : "cut","Tag":"t"})");
    EXPECT_EQ(safe_payload(R"({"Down\u006coadUrl":"https://a"})"), R"({"Down\u006coadUrl":"cut"})");
    EXPECT_EQ(safe_payload(R"({"downloadURL":"https://a"})"), R"({"downloadURL":"cut"})");
    EXPECT_EQ(safe_payload(R"({"Link":["https:\/\/a?Expires=1&Sign\u0061ture=s",1]})"),
              R"({"Link":["cut",1]})");
    EXPECT_EQ(safe_payload(R"({"a?OSSAccessKeyId=b":null})"), R"({"cut":null})");
    EXPECT_EQ(safe_payload(R"({"DownloadUrl":null,"Image":"https://a"})"),
              R"({"DownloadUrl":null,"Image":"https://a"})");
}

TEST(SafePayload, CutsKeyIdsAndLeavesTheTextAroundThem) {
    EXPECT_EQ(safe_payload(R"(["by LTAI5tAbCdEfGh0, \"x\"","LTAI"])"), R"(["by (key), \"x\"","LTAI"])");
}

TEST(SafePayload, CutsWhatStandsWhereNoTextShould) {
    EXPECT_EQ(safe_payload(R"({"a":[true,Signature=1],"b":LTAI5tAbCdEfGh0"c"})"), R"({"a":[,],"b":"c"})");
}

TEST(SafePayload, TakesWhatIsCutOff) {
    EXPECT_EQ(safe_payload(R"({"DownloadUrl":"https://a)"), R"({"DownloadUrl":"cut")");
    EXPECT_EQ(safe_payload(R"({"a":"b\)"), R"({"a":"b\)");
    EXPECT_EQ(safe_payload("\""), "\"");
    EXPECT_EQ(safe_payload(""), "");
}

TEST(SafePayload, UnknownFieldsAreKeptWithoutSecretsToo) {
    auto const page = PageParser().parse(
        R"({"PageInfo":{"CurrentPage":1,"TotalCount":1},"AffectedMaliciousFileImagesResponse":[{"MaliciousMd5":"m",)"
        R"("ImageUuid":"u","ReportUrl":"https://a/b?Signature=s","Owner":"LTAI5tAbCdEfGh0"}]})");
    ASSERT_TRUE(page.has_value()) << page.error().line();
    ASSERT_EQ(page->rows.size(), 1U);
    EXPECT_EQ(page->rows[0].extra, R"json({"ReportUrl":"cut","Owner":"(key)"})json");
}

// Between the tokens of a document that is read lazily stands whatever its writer likes.
TEST(SafePayload, HoldsNoNulFromBetweenTokens) {
    std::string const nuls(2, '\0');
    auto const page = PageParser().parse(
        R"({"PageInfo":{"CurrentPage":1,"TotalCount":1},"AffectedMaliciousFileImagesResponse":[{"Tag":1)" +
        nuls + "}]}");
    ASSERT_TRUE(page.has_value()) << page.error().line();
    ASSERT_EQ(page->quarantined.size(), 1U);
    EXPECT_EQ(page->quarantined[0].payload, R"({"Tag":1  })");
}

}  // namespace
}  // namespace sasyncd
