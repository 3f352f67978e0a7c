#include "aliyun/page_parser.hpp"

#include "aliyun/row_fields.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

namespace sasyncd {
namespace {

using namespace std::string_literals;

constexpr char const* kInfo = R"("PageInfo":{"CurrentPage":1,"PageSize":20,"TotalCount":1})";

Result<Page> parse(std::string body) {
    PageParser parser;
    return parser.parse(std::move(body));
}

std::string answer(std::string const& rows) {
    return fmt::format(R"({{"RequestId":"R-1",{},"AffectedMaliciousFileImagesResponse":[{}]}})", kInfo, rows);
}

/// The answer with one row that is good but for `fields`.
Page with_fields(std::string const& fields) {
    auto page =
        parse(answer(R"({"MaliciousMd5":"m","ImageUuid":"u")" + (fields.empty() ? "" : "," + fields) + "}"));
    EXPECT_TRUE(page) << (page ? "" : page.error().line());
    return page ? *page : Page();
}

Row row_with(std::string const& fields) {
    auto page = with_fields(fields);
    EXPECT_EQ(page.rows.size(), 1U);
    return page.rows.empty() ? Row() : page.rows[0];
}

void expect_malformed(std::string const& body) {
    auto const page = parse(body);
    ASSERT_FALSE(page) << body.substr(0, 200);
    EXPECT_EQ(page.error().kind, ErrorKind::malformed) << body.substr(0, 200);
}

TEST(PageParser, ReadsThePublishedSampleFieldByField) {
    std::ifstream file(SASYNCD_TESTS_DIR "/support/vectors/sample-response.json");
    auto const page = parse(std::string(std::istreambuf_iterator<char>(file), {}));
    ASSERT_TRUE(page) << page.error().line();
    EXPECT_EQ(page->request_id, "ACF97412-FD09-4D1F-994F-34DF12BREF20");
    EXPECT_EQ(page->number, 1U);
    EXPECT_EQ(page->size, 20U);
    EXPECT_EQ(page->total_count, 2);
    EXPECT_TRUE(page->unknown.empty());
    EXPECT_EQ(page->repaired, 0U);
    ASSERT_EQ(page->rows.size(), 1U);
    Row::Texts const texts = {"d836968041f768300d9605a****",
                              "e05c0de798217637868ef4****",
                              "6a5e1031a5858617f7d8a179ead6****",
                              "27213ad3447f0209dd152a5cadea****",
                              "/d836968041f7683b5605a****",
                              "registry.cn-wulanchabu.aliyuncs.com/sas_test/huxin-test-001:nuxeo6-conta****",
                              "0.2",
                              "cn-shanghai",
                              "cri-datvail3m****",
                              "crr-vridcl4****",
                              "centos",
                              "hanghai-namespace",
                              "c08d5fc1a329a4b88950a253d082f1****",
                              "docker-law",
                              "22222-7xsqq",
                              "04d20e98c8e2c93b7b864372084320a15a58c8671e53c972ce3a71d9c163****",
                              "sql-test-001",
                              "47.101.XX.XX",
                              "172.22.XX.XX",
                              "48a473c4-1650-4931-a822-7e6c2c28****",
                              "ECS_IMAGE",
                              "m-bp17m0pc0xprzbwo****",
                              "source-test-obj-9LaLJ",
                              R"({"events":[[2,54]],"ruleId":600106,"ruleVersion":"highlight_20210908"})",
                              "https://aegis-metadata-file.oss-cn-shanghai.aliyuncs.com/",
                              "serious"};
    Row row;
    for (std::size_t i = 0; i < kTextCount; ++i)
        row.set(static_cast<Text>(i), texts[i]);
    row.status = 1;
    row.first_scan = SystemTime(std::chrono::milliseconds(1594907349000));
    row.latest_scan = SystemTime(std::chrono::milliseconds(1596522785000));
    row.latest_verify = SystemTime(std::chrono::milliseconds(1596522711000));
    for (std::size_t i = 0; i < kTextCount; ++i)
        EXPECT_EQ(page->rows[0].texts()[i], texts[i]) << kTextNames[i];
    EXPECT_EQ(page->rows[0], row);
}

TEST(PageParser, KnowsEveryFieldByItsName) {
    for (std::size_t i = 0; i < kRowFieldCount; ++i)
        EXPECT_EQ(static_cast<std::size_t>(row_field(row_field_name(i))), i);
    for (auto const* other : {"", "I", "id", "Ids", "level", "Levex", "MaliciousMd6"})
        EXPECT_EQ(row_field(other), RowField::unknown) << other;
}

TEST(PageParser, TakesTheWrappedArrayAndPageInfoAfterIt) {
    auto const page = parse(
        R"({"AffectedMaliciousFileImagesResponse":{"AffectedMaliciousFileImage":[{"MaliciousMd5":"m","Digest":"d"}]},)" +
        std::string(kInfo) + "}");
    ASSERT_TRUE(page) << page.error().line();
    EXPECT_EQ(page->rows.size(), 1U);
    EXPECT_EQ(page->total_count, 1);
}

TEST(PageParser, TakesNumbersAsTextAndTextAsNumbers) {
    auto const row =
        row_with(R"("Id":"42","Status":"2","FirstScanTimestamp":"1594907349000","Pod":1.10,"ClusterName":7)");
    EXPECT_EQ(row.event_id, 42);
    EXPECT_EQ(row.status, 2);
    EXPECT_TRUE(row.first_scan);
    EXPECT_EQ(row[Text::pod], "1.10");
    EXPECT_EQ(row[Text::cluster_name], "7");
    auto const page = parse(R"({"PageInfo":{"CurrentPage":"3","PageSize":"5","TotalCount":"9"},)"
                            R"("AffectedMaliciousFileImagesResponse":[]})");
    ASSERT_TRUE(page);
    EXPECT_EQ(page->number, 3U);
    EXPECT_EQ(page->size, 5U);
    EXPECT_EQ(page->total_count, 9);
}

TEST(PageParser, TakesMissingNullAndEmptyForOne) {
    EXPECT_EQ(
        row_with(R"("Tag":null,"Id":null,"Status":"","HighLight":"","LatestScanTimestamp":null,"Pod":"")"),
        row_with(""));
}

TEST(PageParser, QuarantinesWrongTypesInKeyFieldsOnly) {
    for (auto const* name : {"MaliciousMd5", "FilePath", "Layer", "Digest", "RepoInstanceId", "RepoId", "Tag",
                             "ClusterId", "ContainerId", "TargetType", "TargetId", "Uuid", "ImageUuid"})
        for (auto const* value : {"{\"a\":1}", "[1]", "true", "NaN", "5", "1.5"}) {
            auto const page = parse(answer(fmt::format(
                R"({{"MaliciousMd5":"m","Image":"i","{}":{},"Level":"serious"}},{{"MaliciousMd5":"m","Image":"i"}})",
                name, value)));
            ASSERT_TRUE(page) << page.error().line();
            EXPECT_EQ(page->rows.size(), 1U);
            ASSERT_EQ(page->quarantined.size(), 1U) << name << value;
            EXPECT_EQ(page->quarantined[0].reason, fmt::format("{} is not text", name));
        }
    EXPECT_EQ(with_fields(R"("Pod":{"a":1})").unknown.count("Pod is not text"), 1U);
}

TEST(PageParser, QuarantinesRowsThatCannotBeKeyed) {
    auto const page = parse(
        answer(R"({"ImageUuid":"u"}, {"MaliciousMd5":"m"} ,7,[{"a":[]}],{"Digest":"d","MaliciousMd5":""})"));
    ASSERT_TRUE(page) << page.error().line();
    ASSERT_EQ(page->quarantined.size(), 5U);
    EXPECT_EQ(page->quarantined[0].reason, "no MaliciousMd5");
    EXPECT_EQ(page->quarantined[0].payload, R"({"ImageUuid":"u"})");
    EXPECT_EQ(page->quarantined[1].reason, "nothing to tell the image by");
    EXPECT_EQ(page->quarantined[1].payload, R"({"MaliciousMd5":"m"})");
    EXPECT_EQ(page->quarantined[2].payload, "7");
    EXPECT_EQ(page->quarantined[3].payload, R"([{"a":[]}])");
    EXPECT_EQ(page->quarantined[4].reason, "no MaliciousMd5");
}

TEST(PageParser, KeepsNoSignedLinkAndNoEndlessRowInQuarantine) {
    auto const page = parse(answer(R"({"DownloadUrl" : "https://a/b?Signature=\"s","Image":")" +
                                   std::string(70000, 'x') + R"("})"));
    ASSERT_TRUE(page);
    ASSERT_EQ(page->quarantined.size(), 1U);
    EXPECT_EQ(page->quarantined[0].payload.find("Signature"), std::string::npos);
    EXPECT_EQ(page->quarantined[0].payload.size(), 65536U);
}

TEST(PageParser, QuarantinesTextsThatNoIndexTakes) {
    std::string const longer(513, 'x');
    for (auto const* name :
         {"MaliciousMd5", "Level", "RepoRegionId", "RepoInstanceId", "RepoName", "Namespace"}) {
        auto const page = with_fields(fmt::format(R"("{}":"{}")", name, longer));
        ASSERT_EQ(page.quarantined.size(), 1U) << name;
        EXPECT_EQ(page.quarantined[0].reason, fmt::format("{} is longer than 512 bytes", name));
        EXPECT_EQ(with_fields(fmt::format(R"("{}":"{}")", name, longer.substr(1))).rows.size(), 1U) << name;
    }
    auto const page = with_fields(fmt::format(R"("ImageUuid":"{0}{0}")", longer));
    ASSERT_EQ(page.quarantined.size(), 1U);
    EXPECT_EQ(page.quarantined[0].reason, "the image's key is longer than 1024 bytes");
    EXPECT_EQ(row_with(R"("FilePath":")" + std::string(1 << 20, 'x') + '"')[Text::file_path].size(),
              1U << 20);
}

TEST(PageParser, RepairsBrokenUtf8AndCountsIt) {
    auto const page = with_fields(
        "\"Pod\":\"a\xff\xfe"
        "b\",\"Tag\":\"c\0d\""s);
    ASSERT_EQ(page.rows.size(), 1U);
    EXPECT_EQ(page.rows[0][Text::pod], "a\uFFFD\uFFFDb");
    EXPECT_EQ(page.rows[0][Text::tag], "c\uFFFDd");
    EXPECT_EQ(page.repaired, 3U);
}

TEST(PageParser, ReplacesEscapedNulAndLoneSurrogates) {
    auto const page = with_fields(
        R"("Pod":"\u0000 \ud800 \udc00x \ud83d\ude00 \\ud800 \ud800\ud83d\ude00","HighLight":"{\"a\":\"\\ud800\\u0000\"}")");
    ASSERT_EQ(page.rows.size(), 1U);
    EXPECT_EQ(page.rows[0][Text::pod], "\uFFFD \uFFFD \uFFFDx \U0001F600 \\ud800 \uFFFD\U0001F600");
    EXPECT_EQ(page.rows[0][Text::high_light], "{\"a\":\"\uFFFD\uFFFD\"}");
    EXPECT_EQ(page.repaired, 6U);
}

TEST(PageParser, LeavesOutAndNotesNumbersAndTimesThatCannotBe) {
    auto const page = with_fields(
        R"("Id":9223372036854775808,"Status":1e400,"FirstScanTimestamp":1262303999999,"LatestScanTimestamp":4102444800001,)"
        R"("LatestVerifyTimestamp":1262304000000)");
    ASSERT_EQ(page.rows.size(), 1U);
    EXPECT_FALSE(page.rows[0].event_id || page.rows[0].status || page.rows[0].first_scan ||
                 page.rows[0].latest_scan);
    EXPECT_TRUE(page.rows[0].latest_verify);
    std::map<std::string, std::uint32_t> const noted = {{"Id is no 64-bit number", 1},
                                                        {"Status is no 64-bit number", 1},
                                                        {"FirstScanTimestamp=implausible", 1},
                                                        {"LatestScanTimestamp=implausible", 1}};
    EXPECT_EQ(page.unknown, noted);
}

TEST(PageParser, KeepsUnknownFieldsAndValuesAndCountsThem) {
    auto const page =
        with_fields(R"("New":{ "b" : 1, "a":[true,null] },"N\"":1.50,"Level":"dire","Status":7)");
    ASSERT_EQ(page.rows.size(), 1U);
    EXPECT_EQ(page.rows[0].extra, R"({"New":{"a":[true,null],"b":1},"N\"":1.5})");
    EXPECT_EQ(page.rows[0][Text::level], "dire");
    EXPECT_EQ(page.rows[0].status, 7);
    std::map<std::string, std::uint32_t> const noted = {
        {"New", 1}, {"N\"", 1}, {"Level=dire", 1}, {"Status=7", 1}};
    EXPECT_EQ(page.unknown, noted);
}

TEST(PageParser, StoresHighLightAsCanonicalJson) {
    auto const high_light = [](std::string const& json) {
        return std::string(row_with("\"HighLight\":" + json)[Text::high_light]);
    };
    EXPECT_EQ(high_light(R"("{\"bb\": 1, \"b\":2, \"aa\":1e3, \"b\":3}")"), R"({"b":3,"aa":1000,"bb":1})");
    EXPECT_EQ(high_light(R"("{\"a\":")"), R"("{\"a\":")");
    EXPECT_EQ(high_light(R"("plain")"), R"("plain")");
    EXPECT_EQ(high_light(R"({"b":1,"a":2})"), R"({"a":2,"b":1})");
    EXPECT_EQ(high_light(R"("null")"), "");
    EXPECT_EQ(high_light(R"("{\"a\":1}","HighLight":"null")"), "") << "the last of two stands";
    EXPECT_EQ(high_light(R"("{\"a\":1}","HighLight":null)"), R"({"a":1})");
}

TEST(PageParser, StoresDownloadUrlWithoutItsQuery) {
    EXPECT_EQ(row_with(R"("DownloadUrl":"https://h/p?Expires=1&Signature=s")")[Text::download_url],
              "https://h/p");
}

TEST(PageParser, RefusesAnswersThatAreNoPage) {
    auto const rows = R"("AffectedMaliciousFileImagesResponse":[])"s;
    expect_malformed("");
    expect_malformed(" \n");
    expect_malformed("<html><body>Bad gateway</body></html>");
    expect_malformed("[]");
    expect_malformed("{}");
    expect_malformed("{" + rows + "}");
    expect_malformed("{"s + kInfo + "}");
    expect_malformed("{"s + kInfo + R"(,"AffectedMaliciousFileImagesResponse":null})");
    expect_malformed("{"s + kInfo + R"(,"AffectedMaliciousFileImagesResponse":{}})");
    expect_malformed("{" + rows + R"(,"PageInfo":null})");
    for (auto const* info : {R"("TotalCount":1)", R"("CurrentPage":1)", R"("CurrentPage":NaN,"TotalCount":1)",
                             R"("CurrentPage":1,"TotalCount":"NaN")", R"("CurrentPage":0,"TotalCount":1)",
                             R"("CurrentPage":1,"TotalCount":-1)"})
        expect_malformed(fmt::format(R"({{{},"PageInfo":{{{}}}}})", rows, info));
    expect_malformed(answer("") + "{}");
}

TEST(PageParser, RefusesEveryTruncation) {
    auto const whole =
        answer(R"({"MaliciousMd5":"m","ImageUuid":"u","HighLight":"{\"a\":[1]}","New":[[1,{"a":2}]]})");
    ASSERT_TRUE(parse(whole));
    for (std::size_t length = 0; length < whole.size(); ++length)
        EXPECT_FALSE(parse(whole.substr(0, length))) << length;
}

TEST(PageParser, TakesACodeInTheAnswerForAnError) {
    EXPECT_FALSE(parse(R"({"Code":"NoPermission","Message":"no","RequestId":"R-9"})"));
    auto both = answer("");
    both.back() = ',';
    EXPECT_FALSE(parse(both + R"("code":"InternalError"})"));
    EXPECT_TRUE(parse(both + R"("Code":null})"));
}

TEST(PageParser, SurvivesDeepNestingAtTheCostOfThatFieldAtMost) {
    auto const deep = std::string(100000, '[') + std::string(100000, ']');
    auto const page = parse(answer(R"({"MaliciousMd5":"m","ImageUuid":"u","New":)" + deep +
                                   R"(},{"MaliciousMd5":"m","ImageUuid":"v"})"));
    ASSERT_TRUE(page) << page.error().line();
    EXPECT_EQ(page->elements(), 2U);
    EXPECT_FALSE(parse(answer(R"({"New":)" + deep.substr(0, 150000) + "}")));
    EXPECT_FALSE(parse(deep));
    EXPECT_FALSE(parse(std::string(100000, '{')));
    auto const within = R"("HighLight":")" + std::string(500, '[') + std::string(500, ']') + "\"";
    EXPECT_EQ(row_with(within)[Text::high_light].front(), '"');
}

}  // namespace
}  // namespace sasyncd
