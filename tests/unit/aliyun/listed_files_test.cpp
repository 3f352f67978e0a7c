#include "aliyun/page_parser.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace sasyncd {
namespace {

constexpr char const* kInfo = R"("PageInfo":{"CurrentPage":1,"PageSize":20,"TotalCount":1,"Count":1})";

Result<Page> parse(std::string body) {
    PageParser parser;
    return parser.parse(std::move(body), Listing::malicious_files);
}

Page page_with(std::string const& elements, char const* form = "[{}]") {
    auto const array = fmt::format(fmt::runtime(form), elements);
    auto page =
        parse(fmt::format(R"({{"RequestId":"R-1",{},"GroupedMaliciousFileResponse":{}}})", kInfo, array));
    EXPECT_TRUE(page.has_value()) << elements << (page ? "" : page.error().line());
    return page ? *page : Page();
}

ListedFile file_with(std::string const& element) {
    auto const page = page_with(element);
    EXPECT_EQ(page.files.size(), 1U);
    return page.files.empty() ? ListedFile() : page.files[0];
}

constexpr char const* kFile =
    R"({"MaliciousMd5":"aA","MaliciousName":"WebShell.PHP","MaliciousKey":"WEBSHELL_IMG",
    "Level":"serious","Status":0,"ImageCount":3,"FirstScanTimestamp":1,"LatestScanTimestamp":2})";

TEST(ListedFiles, AreReadAsPublishedAndWrapped) {
    ListedFile const file{"aA", "WebShell.PHP", "WEBSHELL_IMG", "serious", 3};
    EXPECT_EQ(page_with(kFile).files, std::vector{file});
    EXPECT_EQ(page_with(kFile, R"({{"GroupedMaliciousFile":[{}]}})").files, std::vector{file});
    EXPECT_TRUE(page_with(kFile).rows.empty());
    EXPECT_EQ(page_with(kFile).request_id, "R-1");
}

TEST(ListedFiles, NumbersAsTextAndTextAsNumbersAreTaken) {
    auto const file = file_with(R"({"MaliciousMd5":"m","ImageCount":"12","MaliciousName":7})");
    EXPECT_EQ(file.images, 12);
    EXPECT_EQ(file.name, "7");
}

TEST(ListedFiles, WhatIsMissingOrOfAnotherTypeIsLeftEmpty) {
    EXPECT_EQ(file_with(R"({"MaliciousMd5":"m"})"), (ListedFile{"m", "", "", "", 0}));
    EXPECT_EQ(
        file_with(
            R"({"MaliciousMd5":"m","MaliciousName":null,"MaliciousKey":{"a":1},"Level":[1],"ImageCount":{}})"),
        (ListedFile{"m", "", "", "", 0}));
    EXPECT_EQ(file_with(R"({"ImageCount":99999999999999999999,"MaliciousMd5":"m"})").images, 0);
}

TEST(ListedFiles, AnElementThatIsNoFileCountsAsOneAllTheSame) {
    auto const page = page_with(R"(null,3,"x",[1],{},{"MaliciousMd5":"m"})");
    EXPECT_EQ(page.elements(), 6U) << "or its page would be taken for the end";
    EXPECT_EQ(page.files.back().malicious_md5, "m");
}

TEST(ListedFiles, HostileNamesAreRepairedAndCut) {
    EXPECT_EQ(file_with(R"({"MaliciousMd5":"m","MaliciousName":"a\u0000b\ud800c"})").name, "a\uFFFDb\uFFFDc");
    EXPECT_EQ(file_with("{\"MaliciousMd5\":\"m\",\"MaliciousName\":\"a\xff\"}").name, "a\uFFFD");
    std::string accents;
    for (int i = 0; i < 5000; ++i)
        accents += "é";
    auto const name = file_with(R"({"MaliciousMd5":"m","MaliciousName":")" + accents + "\"}").name;
    EXPECT_EQ(name, accents.substr(0, 1000)) << "between two characters";
    EXPECT_FALSE(parse(std::string(100'000, '[')).has_value());
}

TEST(ListedFiles, AnAnswerWithoutListOrPageIsMalformed) {
    for (auto const& body :
         {std::string("{}"), fmt::format("{{{}}}", kInfo),
          std::string(R"({"GroupedMaliciousFileResponse":[]})"),
          fmt::format(R"({{{},"GroupedMaliciousFileResponse":null}})", kInfo),
          fmt::format(R"({{{},"AffectedMaliciousFileImagesResponse":[]}})", kInfo), std::string("<html>")}) {
        auto const page = parse(body);
        ASSERT_FALSE(page.has_value()) << body;
        EXPECT_EQ(page.error().kind, ErrorKind::malformed) << body;
    }
    PageParser parser;
    auto const body = fmt::format(R"({{{},"GroupedMaliciousFileResponse":[]}})", kInfo);
    EXPECT_FALSE(parser.parse(body).has_value()) << "one listing is not taken for the other";
}

}  // namespace
}  // namespace sasyncd
