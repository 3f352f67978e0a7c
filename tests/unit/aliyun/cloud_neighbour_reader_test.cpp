#include "aliyun/cloud_neighbour_reader.hpp"

#include "aliyun/endpoints.hpp"
#include "unit/aliyun/scripted_call.hpp"

#include <gtest/gtest.h>

namespace sasyncd {
namespace {

class CloudNeighbourReaderTest : public testing::Test {
protected:
    CloudNeighbourReaderTest()
        : reader(site.signed_call, [this](std::string const& region_id) -> ApiCall& {
              dialled.push_back(region_id);
              return registry.signed_call;
          }) {}

    CallBench site;
    CallBench registry{"https://cr.cn-hangzhou.example", "2018-12-01"};
    std::vector<std::string> dialled;
    CloudNeighbourReader reader;
};

TEST_F(CloudNeighbourReaderTest, AsksTheRegistryOfTheRegionInItsOwnVersion) {
    registry.transport.script = {
        answer(200, R"({"Code":"success","PageNo":2,"TotalCount":"101","Repositories":[{"RepoId":"r"}]})",
               {{"x-acs-request-id", "R-9"}})};
    auto const page = run(reader.repositories({"cn-hangzhou", "cri-abc"}, 2, 100));
    ASSERT_TRUE(page.has_value()) << page.error().line();
    EXPECT_EQ(page->request_id, "R-9");
    EXPECT_EQ(dialled, std::vector<std::string>{"cn-hangzhou"});
    auto const& request = registry.transport.requests.at(0);
    EXPECT_EQ(header_of(request, "x-acs-action"), "ListRepository");
    EXPECT_EQ(header_of(request, "x-acs-version"), "2018-12-01");
    EXPECT_EQ(request.target, "/?InstanceId=cri-abc&PageNo=2&PageSize=100&RepoStatus=ALL");
    EXPECT_TRUE(site.transport.requests.empty());
}

TEST_F(CloudNeighbourReaderTest, AsksTheSiteForClusters) {
    site.transport.script = {
        answer(200, R"({"PageInfo":{"CurrentPage":1,"TotalCount":1},"GroupedContainerInstanceList":[]})")};
    EXPECT_TRUE(run(reader.clusters(1, 20)).has_value());
    auto const& request = site.transport.requests.at(0);
    EXPECT_EQ(header_of(request, "x-acs-action"), "DescribeGroupedContainerInstances");
    EXPECT_EQ(request.target, "/?CurrentPage=1&GroupField=clusterId&PageSize=20");
}

TEST_F(CloudNeighbourReaderTest, ARegistryThatFindingsNameWronglyIsNotCalled) {
    for (auto const& [region, instance] :
         {std::pair{"evil.example/", "cri-a"}, std::pair{"", "cri-a"}, std::pair{"cn-hangzhou", ""},
          std::pair{"cn-hangzhou", "crr-a"}, std::pair{"cn-hangzhou", "cri-a&Action=Delete"},
          std::pair{"cn-hangzhou@evil", "cri-a"}}) {
        auto const page = run(reader.repositories({region, instance}, 1, 20));
        ASSERT_FALSE(page.has_value()) << region << " " << instance;
        EXPECT_EQ(page.error().kind, ErrorKind::rejected);
    }
    EXPECT_TRUE(dialled.empty());
}

TEST_F(CloudNeighbourReaderTest, AnotherPageThanWasAskedForIsMalformed) {
    registry.transport.script = {answer(200, R"({"PageNo":1,"Repositories":[]})")};
    auto const page = run(reader.repositories({"cn-hangzhou", "cri-abc"}, 2, 100));
    ASSERT_FALSE(page.has_value());
    EXPECT_EQ(page.error().kind, ErrorKind::malformed);
}

TEST_F(CloudNeighbourReaderTest, ADenialNamesTheActionOfTheProduct) {
    registry.transport.script = {refusal("NoPermission", {}, 403)};
    auto const page = run(reader.repositories({"cn-hangzhou", "cri-abc"}, 1, 100));
    ASSERT_FALSE(page.has_value());
    EXPECT_TRUE(page.error().is_denial);
    EXPECT_EQ(page.error().remedy, "allow the RAM action cr:ListRepository to these credentials");
}

TEST(RegistryEndpoint, HasTheRegionInIt) {
    EndpointOptions options;
    EXPECT_EQ(registry_endpoint("cn-hangzhou", options), "https://cr.cn-hangzhou.aliyuncs.com");
    options.cr = kVpcRegistry;
    EXPECT_EQ(registry_endpoint("us-west-1", options), "https://cr-vpc.us-west-1.aliyuncs.com");
    options.cr = "https://own.example";
    EXPECT_EQ(registry_endpoint("us-west-1", options), "https://own.example");
}

}  // namespace
}  // namespace sasyncd
