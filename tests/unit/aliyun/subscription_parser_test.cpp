#include "aliyun/subscription_parser.hpp"

#include "aliyun/sas_subscription_reader.hpp"
#include "unit/aliyun/scripted_call.hpp"

#include <gtest/gtest.h>

namespace sasyncd {
namespace {

using namespace std::string_literals;

Edition edition_in(std::string const& body) {
    auto const edition = parse_edition(body);
    EXPECT_TRUE(edition.has_value()) << body << ": " << (edition ? "" : edition.error().line());
    return edition ? *edition : Edition();
}

ScanQuota quota_in(std::string const& body) {
    auto const quota = parse_scan_quota(body);
    EXPECT_TRUE(quota.has_value()) << body << ": " << (quota ? "" : quota.error().line());
    return quota ? *quota : ScanQuota();
}

TEST(SubscriptionParser, NamesTheEditionsThatAreDocumentedAndKeepsTheNumbersOfOthers) {
    std::pair<char const*, char const*> const editions[] = {
        {"1", "free"},          {"2", "enterprise"},        {"3", "enterprise"},
        {"5", "advanced"},      {"6", "anti-virus"},        {"7", "ultimate"},
        {"8", "multi-version"}, {"10", "value-added plan"}, {"99", "unknown (99)"}};
    for (auto const& [version, name] : editions) {
        EXPECT_EQ(edition_in("{\"RequestId\":\"r\",\"Version\":"s + version + "}").name, name);
        EXPECT_EQ(edition_in("{\"version\":\""s + version + "\"}").name, name) << "as text";
    }
    EXPECT_EQ(edition_in(R"({"Version":"gold\u001b[31m"})").name, R"(gold\u{1b}[31m)")
        << "text that is no number is kept, escaped";
}

TEST(SubscriptionParser, ReadsOnlyWhatIsThere) {
    auto const edition = edition_in(R"({"ImageScanCapacity":"1000","Version":null,"WebLock":0})");
    EXPECT_EQ(edition.name, "");
    EXPECT_EQ(edition.image_scans_total, 1000);
    EXPECT_EQ(edition_in(R"({"Version":3,"ImageScanCapacity":-1})").image_scans_total, std::nullopt);
}

TEST(SubscriptionParser, ReadsTheScanQuotaInEachOfItsForms) {
    for (
        auto const* body : {
            R"({"RequestId":"r","ImageScan":{"ScanCount":5489,"ImageScanCapacity":15340,"InstanceId":"sas-1"}})",
            R"({"ImageScan":{"ScanCount":"5489","TotalCount":"15340"}})",
            R"({"ScanCount":5489,"ImageScanCapacity":15340})",
        }) {
        EXPECT_EQ(quota_in(body).total, 15340) << body;
        EXPECT_EQ(quota_in(body).used, 5489) << body;
    }
    EXPECT_EQ(quota_in(R"({"ImageScan":{"ScanCount":7}})").total, std::nullopt);
}

TEST(SubscriptionParser, WhatIsNoAnswerIsMalformed) {
    for (auto const* body :
         {"", "null", "[]", "3", "{}", "{\"Version\":", "<html></html>", R"({"Version":{}})",
          R"({"ImageScan":null})", R"({"ImageScan":{"ScanCount":[1]}})"}) {
        auto const edition = parse_edition(body);
        ASSERT_FALSE(edition.has_value()) << body;
        EXPECT_EQ(edition.error().kind, ErrorKind::malformed);
        auto const quota = parse_scan_quota(body);
        ASSERT_FALSE(quota.has_value()) << body;
        EXPECT_EQ(quota.error().kind, ErrorKind::malformed);
    }
    EXPECT_FALSE(parse_edition(std::string(100'000, '[')).has_value()) << "depth has an end";
}

TEST(SubscriptionParser, BytesThatAreNoTextAreRepaired) {
    auto const edition = parse_edition("{\"Version\":\"a\xff\",\"ImageScanCapacity\":3}");
    ASSERT_TRUE(edition.has_value());
    EXPECT_EQ(edition->name, "a\xEF\xBF\xBD");
    EXPECT_EQ(edition->image_scans_total, 3);
}

TEST(Subscription, KnowsWhatIsLeft) {
    Subscription subscription;
    subscription.take(edition_in(R"({"Version":7,"ImageScanCapacity":10})"));
    EXPECT_EQ(subscription.image_scans_left, std::nullopt);
    subscription.take(quota_in(R"({"ScanCount":4})"));
    EXPECT_EQ(subscription.image_scans_total, 10) << "the edition's, where the quota does not tell";
    EXPECT_EQ(subscription.image_scans_left, 6);
    subscription.take(quota_in(R"({"ScanCount":12,"ImageScanCapacity":11})"));
    EXPECT_EQ(subscription.image_scans_total, 11);
    EXPECT_EQ(subscription.image_scans_left, 0) << "never less than none";
}

TEST(SubscriptionReader, AsksWithoutParametersAndKeepsTheRequestId) {
    CallBench bench;
    bench.transport.script = {answer(200, R"({"Version":3})", {{"x-acs-request-id", "R-7"}}),
                              answer(200, R"({"ImageScan":{"ScanCount":1,"ImageScanCapacity":2}})")};
    SasSubscriptionReader reader(bench.signed_call);
    auto const edition = run(reader.edition());
    ASSERT_TRUE(edition.has_value());
    EXPECT_EQ(edition->name, "enterprise");
    EXPECT_EQ(edition->request_id, "R-7");
    EXPECT_EQ(run(reader.scan_quota())->used, 1);
    EXPECT_EQ(header_of(bench.transport.requests[0], "x-acs-action"), "DescribeVersionConfig");
    EXPECT_EQ(header_of(bench.transport.requests[1], "x-acs-action"), "DescribeImageScanAuthCount");
}

TEST(SubscriptionReader, NamesTheActionToAllowWhereTheAnswerDoesNot) {
    CallBench bench;
    bench.transport.script = {refusal("NoPermission", {}, 403)};
    SasSubscriptionReader reader(bench.signed_call);
    auto const edition = run(reader.edition());
    ASSERT_FALSE(edition.has_value());
    EXPECT_TRUE(edition.error().is_denial);
    EXPECT_EQ(edition.error().remedy,
              "allow the RAM action yundun-sas:DescribeVersionConfig to these credentials");
}

}  // namespace
}  // namespace sasyncd
