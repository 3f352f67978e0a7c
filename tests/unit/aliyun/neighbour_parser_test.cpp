#include "aliyun/neighbour_parser.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace sasyncd {
namespace {

std::string registry_answer(std::string const& elements, std::string const& total = R"("57")") {
    return fmt::format(R"({{"RequestId":"R-1","Code":"success","IsSuccess":true,"PageNo":1,"PageSize":30,)"
                       R"("TotalCount":{},"Repositories":[{}]}})",
                       total, elements);
}

std::string cluster_answer(std::string const& elements, std::string const& total = "2") {
    return fmt::format(
        R"({{"RequestId":"R-2","PageInfo":{{"CurrentPage":1,"PageSize":20,"TotalCount":{},"Count":1}},)"
        R"("GroupedContainerInstanceList":[{}]}})",
        total, elements);
}

ListPage<ListedRepository> repositories_in(std::string const& body) {
    auto const page = parse_repositories(body);
    EXPECT_TRUE(page.has_value()) << body << ": " << (page ? "" : page.error().line());
    return page ? *page : ListPage<ListedRepository>();
}

ListPage<ListedCluster> clusters_in(std::string const& body) {
    auto const page = parse_clusters(body);
    EXPECT_TRUE(page.has_value()) << body << ": " << (page ? "" : page.error().line());
    return page ? *page : ListPage<ListedCluster>();
}

ListedRepository repository_in(std::string const& element) {
    auto const page = repositories_in(registry_answer(element));
    EXPECT_EQ(page.elements.size(), 1U) << element;
    return page.elements.empty() ? ListedRepository() : page.elements[0];
}

ListedCluster cluster_in(std::string const& element) {
    auto const page = clusters_in(cluster_answer(element));
    EXPECT_EQ(page.elements.size(), 1U) << element;
    return page.elements.empty() ? ListedCluster() : page.elements[0];
}

constexpr char const* kRepository =
    R"({"InstanceId":"cri-1","RepoId":"crr-1","RepoName":"shop","RepoNamespaceName":"team","RepoType":"PUBLIC",)"
    R"("RepoStatus":"NORMAL","RepoBuildType":"AUTO","Summary":"sells \"things\"","TagImmutability":true,)"
    R"("ResourceGroupId":"rg-1","CreateTime":1564153576000,"ModifiedTime":"1564153577000"})";

constexpr char const* kCluster =
    R"({"ClusterId":"c1","ClusterName":"prod","ClusterType":"ManagedKubernetes","CusterState":"running",)"
    R"("RegionId":"cn-hangzhou","InstanceCount":40,"RiskInstanceCount":"3","VulCount":17,"AlarmCount":2,)"
    R"("RiskLevel":"2","RiskStatus":"YES","CreateTime":1564153576000})";

TEST(NeighbourParser, ReadsARepositoryAsItIsPublished) {
    auto const page = repositories_in(registry_answer(kRepository));
    EXPECT_EQ(page.number, 1U);
    EXPECT_EQ(page.total_count, 57) << "TotalCount is a text there";
    EXPECT_EQ(page.request_id, "R-1");
    ListedRepository const expected{
        "crr-1", "shop", "team",        "NORMAL",     "PUBLIC", "AUTO", "sells \"things\"",
        "rg-1",  true,   1564153576000, 1564153577000};
    EXPECT_EQ(page.elements, std::vector{expected});
    EXPECT_EQ(repositories_in(registry_answer(kRepository, "57")).total_count, 57) << "and may be a number";
    EXPECT_EQ(repositories_in(registry_answer(kRepository, "null")).total_count, 0);
}

TEST(NeighbourParser, ReadsAClusterAsItIsPublishedItsStateMisspelled) {
    ListedCluster expected;
    expected.cluster_id = "c1";
    expected.name = "prod";
    expected.type = "ManagedKubernetes";
    expected.state = "running";
    expected.region_id = "cn-hangzhou";
    expected.instances = 40;
    expected.risk_instances = 3;
    expected.vulnerabilities = 17;
    expected.alerts = 2;
    expected.risk_level = "2";
    expected.risk_status = "YES";
    expected.created_ms = 1564153576000;
    EXPECT_EQ(clusters_in(cluster_answer(kCluster)).elements, std::vector{expected});
    EXPECT_EQ(cluster_in(R"({"ClusterId":"c","ClusterState":"stopped"})").state, "stopped")
        << "should they ever spell it right";
    EXPECT_EQ(clusters_in(cluster_answer(kCluster, R"("2")")).total_count, 2);
}

TEST(NeighbourParser, WhatIsMissingOrOfAnotherTypeIsLeftEmpty) {
    ListedRepository bare;
    bare.repo_id = "r";
    for (auto const* element :
         {R"({"RepoId":"r"})",
          R"({"RepoId":"r","RepoName":null,"RepoNamespaceName":{},"RepoType":[1],"TagImmutability":"perhaps",
              "CreateTime":-1,"ModifiedTime":99999999999999999,"Summary":{"a":[]},"RepoStatus":false})"})
        EXPECT_EQ(repository_in(element), bare) << element;
    EXPECT_EQ(repository_in(R"({"RepoId":7,"RepoName":8,"TagImmutability":"False"})").name, "8");
    EXPECT_EQ(repository_in(R"({"RepoId":"r","TagImmutability":"False"})").has_fixed_tags, false);
    ListedCluster cluster;
    cluster.cluster_id = "c";
    EXPECT_EQ(cluster_in(R"({"ClusterId":"c","InstanceCount":-1,"VulCount":1.5,"AlarmCount":{},"RiskLevel":[],
                             "RiskInstanceCount":"many","CreateTime":99999999999999999999})"),
              cluster);
}

TEST(NeighbourParser, AnElementWithoutAUsableIdIsCountedAndPassedOver) {
    auto const long_id = std::string(201, 'x');
    auto const page = repositories_in(registry_answer(fmt::format(
        R"(null,3,"x",[1],{{}},{{"RepoId":""}},{{"RepoId":{{}}}},{{"RepoId":"{}"}},{{"RepoId":"r"}})",
        long_id)));
    EXPECT_EQ(page.unusable, 8U);
    EXPECT_EQ(page.size(), 9U) << "or its page would be taken for the end";
    EXPECT_EQ(page.elements.at(0).repo_id, "r");
    EXPECT_EQ(clusters_in(cluster_answer(R"({"ClusterName":"nameless"})")).unusable, 1U);
}

TEST(NeighbourParser, HostileTextIsRepairedAndCut) {
    EXPECT_EQ(repository_in(R"({"RepoId":"r","RepoName":"a\u0000b\ud800c"})").name, "a\uFFFDb\uFFFDc");
    EXPECT_EQ(repository_in("{\"RepoId\":\"r\",\"Summary\":\"a\xff\"}").summary, "a\uFFFD");
    std::string accents;
    for (int i = 0; i < 5000; ++i)
        accents += "é";
    EXPECT_EQ(repository_in(R"({"RepoId":"r","Summary":")" + accents + "\"}").summary,
              accents.substr(0, 1000))
        << "between two characters";
    EXPECT_EQ(cluster_in(R"({"ClusterId":"c","ClusterName":")" + accents + "\"}").name.size(), 1000U);
}

TEST(NeighbourParser, AListInsideAnObjectIsReadToo) {
    EXPECT_EQ(repositories_in(R"({"PageNo":1,"Repositories":{"Repository":[{"RepoId":"r"}]}})").size(), 1U);
}

TEST(NeighbourParser, AnAnswerThatIsNoListIsMalformed) {
    for (auto const& body :
         {std::string(), std::string("{}"), std::string("<html>"), std::string("[]"), std::string("null"),
          std::string(R"({"PageNo":1,"Repositories":null})"),
          std::string(R"({"PageNo":1,"Repositories":"x"})"),
          std::string(R"({"PageNo":1,"Repositories":{"a":[],"b":[]}})"),
          std::string(R"({"PageNo":{},"Repositories":[]})"), std::string(R"({"Repositories":[]})"),
          std::string(R"({"PageInfo":[],"GroupedContainerInstanceList":[]})"),
          std::string(R"({"PageInfo":{"CurrentPage":1},"GroupedContainerInstanceList":7})"),
          std::string(100'000, '['), R"({"PageNo":1,"Repositories":)" + std::string(5000, '[')}) {
        auto const repositories = parse_repositories(body);
        ASSERT_FALSE(repositories.has_value()) << body.substr(0, 80);
        EXPECT_EQ(repositories.error().kind, ErrorKind::malformed) << body.substr(0, 80);
        auto const clusters = parse_clusters(body);
        ASSERT_FALSE(clusters.has_value()) << body.substr(0, 80);
        EXPECT_EQ(clusters.error().kind, ErrorKind::malformed) << body.substr(0, 80);
    }
}

TEST(NeighbourParser, ACodeInAGoodAnswerIsAnError) {
    auto const denied = parse_repositories(
        R"({"Code":"NoPermission","IsSuccess":false,"Message":"no","PageNo":1,"Repositories":[]})");
    ASSERT_FALSE(denied.has_value());
    EXPECT_EQ(denied.error().kind, ErrorKind::unauthorised);
    EXPECT_EQ(denied.error().code, "NoPermission");
    EXPECT_EQ(denied.error().remedy, "allow the RAM action cr:ListRepository to these credentials");
    auto const failed =
        parse_repositories(R"({"Code":"success","IsSuccess":"false","PageNo":1,"Repositories":[]})");
    ASSERT_FALSE(failed.has_value());
    EXPECT_EQ(failed.error().kind, ErrorKind::rejected);
    EXPECT_TRUE(parse_repositories(R"({"Code":"200","PageNo":1,"Repositories":[]})").has_value());
    auto const clusters = parse_clusters(R"({"Code":"Forbidden.RAM","Message":"no"})");
    ASSERT_FALSE(clusters.has_value());
    EXPECT_EQ(clusters.error().remedy,
              "allow the RAM action yundun-sas:DescribeGroupedContainerInstances to these credentials");
}

}  // namespace
}  // namespace sasyncd
