#include "crypto.hpp"
#include "selftest_fixture.hpp"
#include "signature_check.hpp"

#include <algorithm>
#include <map>
#include <set>

namespace sasyncd::simulator {
namespace {

TEST(SignatureCheck, reproduces_every_v3_vector) {
    std::string path = SASYNCD_TESTS_DIR "/support/vectors/signing-vectors.json";
    if (!std::filesystem::exists(path)) {
        GTEST_SKIP() << path << " is not there";
    }
    simdjson::dom::parser parser;
    const simdjson::dom::element vectors = parser.load(path);
    std::size_t count = 0;
    for (const Json vector : vectors["v3"].get_array()) {
        const Json expect = vector["expect"];
        HttpRequest request;
        request.method = text_or(vector["input"], "method", "");
        request.path = "/";
        const std::string url = text_or(expect, "url", text_or(expect, "sdk_url", ""));
        request.query = url.substr(std::min(url.find('?'), url.size() - 1) + 1);
        for (auto const [name, value] : expect["headers_signed"].get_object()) {
            request.headers.emplace_back(std::string{name}, to_text(value));
        }
        request.headers.emplace_back("authorization", text_or(expect, "authorization", ""));
        request.body = text_or(expect, "body", "");
        const Json input = vector["input"];
        KeyRing keys;
        keys.put({text_or(input, "access_key_id", ""), text_or(input, "access_key_secret", ""),
                  text_or(input, "security_token", ""), "1", "active"});
        auto const now = parse_acs_date(text_or(input, "date", "")).value();
        EXPECT_EQ(canonical_query(request.query), text_or(expect, "canonical_query", ""));
        EXPECT_EQ(
            canonical_request(request, parse_authorization(request.header("authorization"))->signed_headers,
                              sha256_hex(request.body)),
            text_or(expect, "canonical_request", ""));
        const Verdict verdict = check_signature(request, keys, now);
        EXPECT_NE(verdict.key, nullptr) << text_or(vector, "name", "") << ": " << verdict.error.code;
        ++count;
    }
    EXPECT_GE(count, 10U);
}

TEST_F(SimulatorTest, refuses_what_is_not_signed_well) {
    CallOptions options;
    options.key_secret = "wrong";
    EXPECT_EQ(code_of(call(kFirstPage, options)), "SignatureDoesNotMatch");
    options = {};
    options.clock_offset = std::chrono::minutes{-16};
    EXPECT_EQ(code_of(call(kFirstPage, options)), "InvalidTimeStamp.Expired");
    options = {};
    options.key_id = "nobody";
    EXPECT_EQ(code_of(call(kFirstPage, options)), "InvalidAccessKeyId.NotFound");
    options = {};
    options.nonce = "once";
    EXPECT_EQ(call(kFirstPage, options).status, 200);
    EXPECT_EQ(code_of(call(kFirstPage, options)), "SignatureNonceUsed");
    options = {};
    options.unsigned_headers = {{"x-acs-retry-attempts", "1"}};
    EXPECT_EQ(code_of(call(kFirstPage, options)), "IncompleteSignature");
    options = {};
    options.action = "DescribeNothing";
    EXPECT_EQ(code_of(call(kFirstPage, options)), "InvalidApi.NotFound");
    EXPECT_EQ(code_of(call({{"CurrentPage", "1"}})), "MissingPageSize");
    EXPECT_EQ(code_of(call({{"PageSize", "1"}})), "MissingCurrentPage");
    options = {};
    options.key_id = "STS.session";
    options.key_secret = "secret-2";
    EXPECT_EQ(code_of(call(kFirstPage, options)), "MissingSecurityToken");
    options.token = "other";
    EXPECT_EQ(code_of(call(kFirstPage, options)), "InvalidSecurityToken.Malformed");
    options.token = "token+/=";
    EXPECT_EQ(call(kFirstPage, options).status, 200);
    control("POST", "/keys", R"({"id":"STS.session","state":"expired"})");
    EXPECT_EQ(code_of(call(kFirstPage, options)), "InvalidSecurityToken.Expired");
}

TEST_F(SimulatorTest, sts_names_the_account_of_the_key) {
    CallOptions options;
    options.action = "GetCallerIdentity";
    options.version = "2015-04-01";
    EXPECT_NE(call({}, options, Site::sts).body.find(R"("AccountId":"1234567890123456")"), std::string::npos);
    options.key_id = "STS.session";
    options.key_secret = "secret-2";
    options.token = "token+/=";
    EXPECT_NE(call({}, options, Site::sts).body.find(R"("AccountId":"2222222222222222")"), std::string::npos);
}

TEST_F(SimulatorTest, pages_bring_all_rows_in_order) {
    auto const rows = truth();
    ASSERT_EQ(rows.size(), kRows);
    EXPECT_EQ(walk({}, 100), rows);
    EXPECT_EQ(walk({}, 77), rows);
    control("POST", "/settings?site=china", R"({"page_cap":50})");
    EXPECT_EQ(walk({}, 100), rows);
    EXPECT_EQ(find_member(*find_member(call({{"CurrentPage", "2"}, {"PageSize", "100"}}).body, "PageInfo"),
                          "PageSize"),
              "50");
    control("POST", "/settings?site=china", R"({"offset_by_asked":true})");
    EXPECT_EQ(walk({}, 100).size(), kRows / 2);
}

TEST_F(SimulatorTest, the_data_has_every_kind_of_row) {
    std::set<std::string> regions;
    std::map<std::string, int> findings;
    int without_uuid = 0;
    std::set<std::string> targets;
    std::set<std::string> statuses;
    for (std::string const& row : truth()) {
        auto const text = [&row](std::string_view name) {
            return json_text(find_member(row, name).value_or(""));
        };
        regions.insert(text("RepoRegionId"));
        targets.insert(text("TargetType"));
        statuses.insert(text("Status"));
        without_uuid += text("ImageUuid").empty() ? 1 : 0;
        ++findings[text("ImageUuid") + text("MaliciousMd5")];
    }
    EXPECT_GE(regions.size(), 14U);
    EXPECT_EQ(targets, (std::set<std::string>{"", "ECS_IMAGE", "ECS_SNAPSHOT"}));
    EXPECT_EQ(statuses, (std::set<std::string>{"0", "1", "2", "3"}));
    EXPECT_GT(without_uuid, 50);
    EXPECT_LT(findings.size(), kRows * 3 / 4);
}

TEST_F(SimulatorTest, filters_choose_what_a_scan_of_the_truth_chooses) {
    auto const rows = truth();
    auto const chosen = [&rows](std::string_view field, std::string_view value) {
        std::vector<std::string> out;
        for (const std::string& row : rows) {
            if (json_text(find_member(row, field).value_or("")) == value) {
                out.push_back(row);
            }
        }
        return out;
    };
    std::string const& sample = rows[40];
    const std::vector<std::pair<std::string, std::string>> pairs = {
        {"MaliciousMd5", "MaliciousMd5"}, {"Levels", "Level"},  {"Status", "Status"},
        {"RepoRegionId", "RepoRegionId"}, {"RepoId", "RepoId"}, {"ImageDigest", "Digest"},
        {"ImageLayer", "Layer"},          {"ImageTag", "Tag"},  {"Image", "Image"}};
    for (auto const& [parameter, field] : pairs) {
        const std::string value = json_text(find_member(sample, field).value_or(""));
        if (!value.empty()) {
            EXPECT_EQ(walk({{parameter, value}}, 100), chosen(field, value)) << parameter << " " << value;
        }
    }
    EXPECT_EQ(walk({{"MaliciousMd5", lower(json_text(*find_member(sample, "MaliciousMd5")))}}, 100).size(),
              chosen("MaliciousMd5", json_text(*find_member(sample, "MaliciousMd5"))).size());
    std::size_t kinds = 0;
    for (const std::string kind : {"image", "container", "ecs_image", "ecs_snapshot"}) {
        const std::size_t size = walk({{"ScanRange.1", kind}}, 100).size();
        EXPECT_GT(size, 0U) << kind;
        kinds += size;
    }
    EXPECT_EQ(kinds, rows.size());
    EXPECT_EQ(walk({{"Levels", "serious,suspicious,remind"}}, 100).size(), rows.size());
    EXPECT_GT(walk({{"RepoName", "NGINX"}}, 100).size(), 0U);
    EXPECT_GT(walk({{"Namespace", "kube-system"}}, 100).size(), 0U);
    EXPECT_TRUE(walk({{"Pod", "none of this name"}}, 100).empty());
    EXPECT_EQ(walk({{"MaliciousMd5", "00"}}, 100).size(), 0U);
}

TEST_F(SimulatorTest, mutations_show_in_the_truth_and_in_the_answers) {
    control("POST", "/mutate",
            R"([{"op":"remove","count":100,"seed":3},{"op":"rescan","fraction":0.5,"seed":4},
        {"op":"set","where":{"kind":"container"},"fields":{"Status":3,"_Namespace":"moved"},"unset":["Tag"]},
        {"op":"add","rows":[{"MaliciousMd5":"ab","New":1}],"at":"front"},{"op":"random","count":200,"seed":9},
        {"op":"noise","all":true,"seed":1}])");
    auto const rows = truth();
    EXPECT_EQ(walk({}, 100), rows);
    const std::string reopened = control("POST", "/mutate", R"([{"op":"reopen"},{"op":"shuffle","seed":2}])");
    EXPECT_NE(reopened.find(R"("removed":0,"reopened":1)"), std::string::npos) << reopened.substr(0, 200);
    EXPECT_EQ(walk({}, 100).size(), truth().size());
    EXPECT_EQ(ask_control(state_, "POST", "/mutate", R"({"op":"remove"})").status, 400);
    control("POST", "/mutate", R"({"op":"clear"})");
    EXPECT_TRUE(truth().empty());
    control("POST", "/mutate", R"({"op":"generate","rows":10,"seed":5,"site":"international"})");
    EXPECT_EQ(truth("site=international").size(), 10U);
}

TEST_F(SimulatorTest, grouped_files_count_the_samples) {
    CallOptions options;
    options.action = "DescribeGroupedMaliciousFiles";
    const CallResult result = call({{"CurrentPage", "1"}, {"PageSize", "1000"}}, options);
    std::set<std::string> samples;
    for (std::string const& row : truth()) {
        samples.insert(lower(json_text(*find_member(row, "MaliciousMd5"))));
    }
    EXPECT_EQ(*find_member(*find_member(result.body, "PageInfo"), "TotalCount"),
              std::to_string(samples.size()));
    EXPECT_NE(result.body.find("\"MaliciousName\":"), std::string::npos);
}

}  // namespace
}  // namespace sasyncd::simulator
