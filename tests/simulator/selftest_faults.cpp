#include "selftest_fixture.hpp"

#include <chrono>

namespace sasyncd::simulator {
namespace {

TEST_F(SimulatorTest, faults_come_where_the_script_says) {
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
    EXPECT_NE(call({{"CurrentPage", "1"}, {"PageSize", "20"}, {"MaliciousMd5", "x"}})
                  .body.find("<Code>ServiceUnav"),
              std::string::npos);
    EXPECT_EQ(ask_control(state_, "POST", "/faults", R"([{"fault":{"kind":"nonsense"}}])").status, 400);
    EXPECT_NE(control("GET", "/requests?counters=1").find("/Throttling.User\":1"), std::string::npos);
}

TEST_F(SimulatorTest, every_way_of_breaking_a_page) {
    auto const with = [this](std::string_view fault) {
        control("POST", "/faults", fmt::format(R"([{{"fault":{}}}])", fault));
        CallOptions options;
        options.patience = std::chrono::milliseconds{300};
        return call({{"CurrentPage", "2"}, {"PageSize", "20"}}, options);
    };
    auto const has = [&with](std::string_view fault, std::string_view part) {
        const CallResult result = with(fault);
        EXPECT_TRUE(result.is_whole) << fault;
        EXPECT_NE((result.head + result.body).find(part), std::string::npos)
            << fault << result.body.substr(0, 300);
    };
    has(R"({"kind":"html"})", "<!DOCTYPE html>");
    has(R"({"kind":"error","http":200,"code":"NoPermission","access_denied_detail":true})",
        "AccessDeniedDetail");
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

TEST_F(SimulatorTest, rows_may_move_between_two_calls) {
    control("POST", "/faults", R"([{"match":{"page":2},"nth":1,"mutate":[{"op":"remove","index":0}]}])");
    auto const before = truth();
    EXPECT_EQ(walk({}, 100).size(), before.size() - 1);  // one living row slipped to the page before
    EXPECT_EQ(truth().size(), before.size() - 1);
}

TEST_F(SimulatorTest, a_connection_is_kept_and_a_quota_throttles) {
    SelftestClient one = client();
    control("POST", "/settings", R"({"quota":5,"quota_burst":2})");
    EXPECT_EQ(one.call(kFirstPage).status, 200);
    EXPECT_EQ(one.call(kFirstPage).status, 200);
    const CallResult third = one.call(kFirstPage);
    EXPECT_EQ(code_of(third), "Throttling.User");
    EXPECT_NE(third.head.find("x-acs-retry-after: "), std::string::npos);
    EXPECT_NE(control("GET", "/requests").find("\"connection\":1}]"), std::string::npos);
}

TEST_F(SimulatorTest, a_wrong_certificate_is_no_connection) {
    for (const std::string_view kind : {"wrong-name", "expired", "self-signed"}) {
        control("POST", "/settings", fmt::format(R"({{"certificate":"{}"}})", kind));
        EXPECT_FALSE(client().is_connected()) << kind;
    }
    control("POST", "/settings", R"({"certificate":"good"})");
    EXPECT_TRUE(client().is_connected());
}

}  // namespace
}  // namespace sasyncd::simulator
