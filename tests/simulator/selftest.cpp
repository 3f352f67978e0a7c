#include "control_client.hpp"
#include "crypto.hpp"
#include "json_read.hpp"
#include "json_text.hpp"
#include "selftest_client.hpp"
#include "signature_check.hpp"
#include "simulator.hpp"

#include <boost/asio/post.hpp>
#include <cstdlib>
#include <filesystem>
#include <fmt/format.h>
#include <fstream>
#include <gtest/gtest.h>
#include <map>
#include <set>
#include <sstream>
#include <thread>

namespace sasyncd::simulator {
namespace {

constexpr std::uint64_t kRows = 1200;

// A simulator on a thread of its own, and a client for it.
class SimulatorTest : public testing::Test {
protected:
    SimulatorTest()
    {
        char name[] = "/tmp/simulator-selftest-XXXXXX";
        Options options;
        options.state = state_ = mkdtemp(name);
        options.rows = kRows;
        options.keys = {"test-access-key-id:test-access-key-secret", "STS.session:secret-2:token+/=:2222222222222222"};
        simulator_ = std::make_unique<Simulator>(io_, options);
        thread_ = std::thread{[this] { io_.run(); }};
    }

    ~SimulatorTest() override
    {
        io_.stop();
        thread_.join();
        std::filesystem::remove_all(state_);
    }

    SelftestClient client(Site site = Site::china) const { return {simulator_->port(site), simulator_->ca_pem()}; }

    CallResult call(const Parameters& parameters, const CallOptions& options = {}, Site site = Site::china)
    {
        return client(site).call(parameters, options);
    }

    std::string control(std::string_view method, std::string_view path, std::string_view body = "")
    {
        const ControlAnswer answer = ask_control(state_, method, path, body);
        EXPECT_EQ(answer.status, 200) << answer.body;
        return answer.body;
    }

    std::vector<std::string> truth(std::string_view query = "site=china")
    {
        std::istringstream lines{control("GET", fmt::format("/truth?{}", query))};
        std::vector<std::string> out;
        for (std::string line; std::getline(lines, line);) {
            out.push_back(line);
        }
        return out;
    }

    // The rows of all pages.
    std::vector<std::string> walk(Parameters parameters, int size)
    {
        SelftestClient one = client();
        std::vector<std::string> rows;
        parameters["PageSize"] = std::to_string(size);
        for (int page = 1;; ++page) {
            parameters["CurrentPage"] = std::to_string(page);
            const CallResult result = one.call(parameters);
            EXPECT_EQ(result.status, 200) << result.body;
            const JsonDocument document{result.body};
            simdjson::dom::array list;
            if (document.root()["AffectedMaliciousFileImagesResponse"].get(list) != simdjson::SUCCESS || list.size() == 0) {
                return rows;
            }
            for (const Json row : list) {
                rows.push_back(without_signature(to_json(row)));
            }
        }
    }

    static std::string without_signature(std::string row)
    {
        const std::size_t at = row.find("&Signature=");
        return at == std::string::npos ? row : row.replace(at + 11, Row::kSignatureSize, Row::kSignatureSize, '0');
    }

    static std::string code_of(const CallResult& result)
    {
        return json_text(find_member(result.body, "Code").value_or("none"));
    }

    boost::asio::io_context io_{1};
    std::string state_;
    std::unique_ptr<Simulator> simulator_;
    std::thread thread_;
};

const Parameters kFirstPage = {{"CurrentPage", "1"}, {"PageSize", "20"}};

TEST(SignatureCheck, reproduces_every_v3_vector)
{
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
        for (const auto [name, value] : expect["headers_signed"].get_object()) {
            request.headers.emplace_back(std::string{name}, to_text(value));
        }
        request.headers.emplace_back("authorization", text_or(expect, "authorization", ""));
        request.body = text_or(expect, "body", "");
        const Json input = vector["input"];
        KeyRing keys;
        keys.put({text_or(input, "access_key_id", ""), text_or(input, "access_key_secret", ""),
                  text_or(input, "security_token", ""), "1", "active"});
        const auto now = parse_acs_date(text_or(input, "date", "")).value();
        EXPECT_EQ(canonical_query(request.query), text_or(expect, "canonical_query", ""));
        EXPECT_EQ(canonical_request(request, parse_authorization(request.header("authorization"))->signed_headers,
                                    sha256_hex(request.body)),
                  text_or(expect, "canonical_request", ""));
        const Verdict verdict = check_signature(request, keys, now);
        EXPECT_NE(verdict.key, nullptr) << text_or(vector, "name", "") << ": " << verdict.error.code;
        ++count;
    }
    EXPECT_GE(count, 10U);
}

TEST_F(SimulatorTest, refuses_what_is_not_signed_well)
{
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

TEST_F(SimulatorTest, sts_names_the_account_of_the_key)
{
    CallOptions options;
    options.action = "GetCallerIdentity";
    options.version = "2015-04-01";
    EXPECT_NE(call({}, options, Site::sts).body.find(R"("AccountId":"1234567890123456")"), std::string::npos);
    options.key_id = "STS.session";
    options.key_secret = "secret-2";
    options.token = "token+/=";
    EXPECT_NE(call({}, options, Site::sts).body.find(R"("AccountId":"2222222222222222")"), std::string::npos);
}

TEST_F(SimulatorTest, pages_bring_all_rows_in_order)
{
    const auto rows = truth();
    ASSERT_EQ(rows.size(), kRows);
    EXPECT_EQ(walk({}, 100), rows);
    EXPECT_EQ(walk({}, 77), rows);
    control("POST", "/settings?site=china", R"({"page_cap":50})");
    EXPECT_EQ(walk({}, 100), rows);
    EXPECT_EQ(find_member(*find_member(call({{"CurrentPage", "2"}, {"PageSize", "100"}}).body, "PageInfo"), "PageSize"), "50");
    control("POST", "/settings?site=china", R"({"offset_by_asked":true})");
    EXPECT_EQ(walk({}, 100).size(), kRows / 2);
}

TEST_F(SimulatorTest, the_data_has_every_kind_of_row)
{
    std::set<std::string> regions;
    std::map<std::string, int> findings;
    int without_uuid = 0;
    std::set<std::string> targets;
    std::set<std::string> statuses;
    for (const std::string& row : truth()) {
        const auto text = [&row](std::string_view name) { return json_text(find_member(row, name).value_or("")); };
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

TEST_F(SimulatorTest, filters_choose_what_a_scan_of_the_truth_chooses)
{
    const auto rows = truth();
    const auto chosen = [&rows](std::string_view field, std::string_view value) {
        std::vector<std::string> out;
        for (const std::string& row : rows) {
            if (json_text(find_member(row, field).value_or("")) == value) {
                out.push_back(row);
            }
        }
        return out;
    };
    const std::string& sample = rows[40];
    const std::vector<std::pair<std::string, std::string>> pairs = {
        {"MaliciousMd5", "MaliciousMd5"}, {"Levels", "Level"}, {"Status", "Status"}, {"RepoRegionId", "RepoRegionId"},
        {"RepoId", "RepoId"}, {"ImageDigest", "Digest"}, {"ImageLayer", "Layer"}, {"ImageTag", "Tag"}, {"Image", "Image"}};
    for (const auto& [parameter, field] : pairs) {
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

TEST_F(SimulatorTest, mutations_show_in_the_truth_and_in_the_answers)
{
    control("POST", "/mutate", R"([{"op":"remove","count":100,"seed":3},{"op":"rescan","fraction":0.5,"seed":4},
        {"op":"set","where":{"kind":"container"},"fields":{"Status":3,"_Namespace":"moved"},"unset":["Tag"]},
        {"op":"add","rows":[{"MaliciousMd5":"ab","New":1}],"at":"front"},{"op":"random","count":200,"seed":9},
        {"op":"noise","all":true,"seed":1}])");
    const auto rows = truth();
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

TEST_F(SimulatorTest, faults_come_where_the_script_says)
{
    control("POST", "/faults", R"([
        {"site":"china","match":{"page":{"from":2,"to":3}},"times":1,
         "fault":{"code":"Throttling.User","retry_after_ms":1500}},
        {"match":{"page":4},"nth":[2],"fault":{"kind":"empty_page","total":0}},
        {"match":{"MaliciousMd5":"*"},"fault":{"kind":"error","http":503,"code":"ServiceUnavailable","style":"xml"}}])");
    EXPECT_EQ(call(kFirstPage).status, 200);
    const CallResult throttled = call({{"CurrentPage", "2"}, {"PageSize", "20"}});
    EXPECT_EQ(code_of(throttled), "Throttling.User");
    EXPECT_NE(throttled.head.find("x-acs-retry-after: 1500\r\n"), std::string::npos);
    EXPECT_NE(throttled.head.find("x-acs-request-id: "), std::string::npos);
    EXPECT_EQ(call({{"CurrentPage", "3"}, {"PageSize", "20"}}).status, 200);
    const Parameters fourth = {{"CurrentPage", "4"}, {"PageSize", "20"}};
    EXPECT_EQ(call(fourth).body.find("\"Count\":0"), std::string::npos);
    EXPECT_NE(call(fourth).body.find("\"TotalCount\":0,\"Count\":0"), std::string::npos);
    EXPECT_NE(call({{"CurrentPage", "1"}, {"PageSize", "20"}, {"MaliciousMd5", "x"}}).body.find("<Code>ServiceUnav"),
              std::string::npos);
    EXPECT_EQ(ask_control(state_, "POST", "/faults", R"([{"fault":{"kind":"nonsense"}}])").status, 400);
    EXPECT_NE(control("GET", "/requests?counters=1").find("/Throttling.User\":1"), std::string::npos);
}

TEST_F(SimulatorTest, every_way_of_breaking_a_page)
{
    const auto with = [this](std::string_view fault) {
        control("POST", "/faults", fmt::format(R"([{{"fault":{}}}])", fault));
        CallOptions options;
        options.patience = std::chrono::milliseconds{300};
        return call({{"CurrentPage", "2"}, {"PageSize", "20"}}, options);
    };
    const auto has = [&with](std::string_view fault, std::string_view part) {
        const CallResult result = with(fault);
        EXPECT_TRUE(result.is_whole) << fault;
        EXPECT_NE((result.head + result.body).find(part), std::string::npos) << fault << result.body.substr(0, 300);
    };
    has(R"({"kind":"html"})", "<!DOCTYPE html>");
    has(R"({"kind":"error","http":200,"code":"NoPermission","access_denied_detail":true})", "AccessDeniedDetail");
    has(R"({"kind":"wrong_page_echo"})", "\"CurrentPage\":3");
    has(R"({"kind":"total","values":[7,8]})", "\"TotalCount\":7");
    has(R"({"kind":"wrapped"})", R"(Response":{"AffectedMaliciousFileImage":[{)");
    has(R"({"kind":"numbers_as_text"})", R"("Count":"20")");
    has(R"({"kind":"null_fields","field":"MaliciousMd5"})", R"("MaliciousMd5":null)");
    has(R"({"kind":"duplicate_rows","count":2})", R"("Count":22)");
    has(R"({"kind":"drop_rows","count":2})", R"("Count":18)");
    has(R"({"kind":"unknown_fields"})", R"("NewFlag":true)");
    has(R"({"kind":"unknown_enums"})", "catastrophic");
    has(R"({"kind":"invalid_utf8"})", "\xff\xfe");
    has(R"({"kind":"nul_in_text"})", R"(\u0000)");
    has(R"({"kind":"lone_surrogate"})", R"(\ud800)");
    has(R"({"kind":"huge_number"})", "18446744073709551616");
    has(R"({"kind":"absurd_times"})", "-62135596800000");
    has(R"({"kind":"deep_json","depth":100})", "[[[[[[[[[[");
    has(R"({"kind":"huge_path","bytes":5000})", "aaaaaaaaaaaaaaaa");
    has(R"({"kind":"wrong_type"})", R"("MaliciousMd5":{"a":1})");
    has(R"({"kind":"header_flood","count":50})", "x-flood-49: ");
    has(R"({"kind":"date_offset","seconds":86400})", "Date: ");
    has(R"({"kind":"gzip"})", "Content-Encoding: gzip");
    has(R"({"kind":"connection_close"})", "Connection: close");
    has(R"({"kind":"trickle","bytes":4000,"interval_ms":5})", "PageInfo");
    EXPECT_EQ(with(R"({"kind":"no_page_info"})").body.find("PageInfo"), std::string::npos);
    EXPECT_EQ(with(R"({"kind":"no_array"})").body.find("AffectedMalicious"), std::string::npos);
    EXPECT_GE(with(R"({"kind":"oversized","bytes":300000})").body.size(), 300000U);
    EXPECT_FALSE(with(R"({"kind":"truncated"})").is_whole);
    EXPECT_TRUE(with(R"({"kind":"stall"})").timed_out);
    EXPECT_TRUE(with(R"({"kind":"stall","where":"headers"})").timed_out);
    EXPECT_TRUE(with(R"({"kind":"stall","where":"body"})").timed_out);
    EXPECT_FALSE(with(R"({"kind":"endless"})").is_whole);
    EXPECT_EQ(with(R"({"kind":"reset"})").status, 0);
    EXPECT_EQ(with(R"({"kind":"close"})").status, 0);
    EXPECT_EQ(with(R"({"kind":"refuse","ms":300})").status, 0);
    EXPECT_FALSE(client().is_connected());
    std::this_thread::sleep_for(std::chrono::milliseconds{400});
    control("DELETE", "/faults");
    EXPECT_EQ(call(kFirstPage).status, 200);
}

TEST_F(SimulatorTest, rows_may_move_between_two_calls)
{
    control("POST", "/faults", R"([{"match":{"page":2},"nth":1,"mutate":[{"op":"remove","index":0}]}])");
    const auto before = truth();
    EXPECT_EQ(walk({}, 100).size(), before.size() - 1);  // one living row slipped to the page before
    EXPECT_EQ(truth().size(), before.size() - 1);
}

TEST_F(SimulatorTest, a_connection_is_kept_and_a_quota_throttles)
{
    SelftestClient one = client();
    control("POST", "/settings", R"({"quota":5,"quota_burst":2})");
    EXPECT_EQ(one.call(kFirstPage).status, 200);
    EXPECT_EQ(one.call(kFirstPage).status, 200);
    const CallResult third = one.call(kFirstPage);
    EXPECT_EQ(code_of(third), "Throttling.User");
    EXPECT_NE(third.head.find("x-acs-retry-after: "), std::string::npos);
    EXPECT_NE(control("GET", "/requests").find("\"connection\":1}]"), std::string::npos);
}

TEST_F(SimulatorTest, a_wrong_certificate_is_no_connection)
{
    for (const std::string_view kind : {"wrong-name", "expired", "self-signed"}) {
        control("POST", "/settings", fmt::format(R"({{"certificate":"{}"}})", kind));
        EXPECT_FALSE(client().is_connected()) << kind;
    }
    control("POST", "/settings", R"({"certificate":"good"})");
    EXPECT_TRUE(client().is_connected());
}

TEST_F(SimulatorTest, grouped_files_count_the_samples)
{
    CallOptions options;
    options.action = "DescribeGroupedMaliciousFiles";
    const CallResult result = call({{"CurrentPage", "1"}, {"PageSize", "1000"}}, options);
    std::set<std::string> samples;
    for (const std::string& row : truth()) {
        samples.insert(lower(json_text(*find_member(row, "MaliciousMd5"))));
    }
    EXPECT_EQ(*find_member(*find_member(result.body, "PageInfo"), "TotalCount"), std::to_string(samples.size()));
    EXPECT_NE(result.body.find("\"MaliciousName\":"), std::string::npos);
}

}  // namespace
}  // namespace sasyncd::simulator
