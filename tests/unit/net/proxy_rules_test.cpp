#include "net/proxy.hpp"
#include "transport_test.hpp"

namespace sasyncd {
namespace {

ProxyRules rules_of(Variables variables, std::string const& setting = "") {
    return ProxyRules::read(Secret(setting), environment_of(std::move(variables))).value();
}

/// "host:port" of the proxy for an origin, with the value of Proxy-Authorization where there is one; "direct".
std::string way(ProxyRules const& rules, Origin const& origin) {
    auto const* const proxy = rules.proxy_for(origin);
    if (proxy == nullptr)
        return "direct";
    auto const& authorization = proxy->authorization.reveal();
    return proxy->address.address() + (authorization.empty() ? "" : " " + authorization);
}

Origin const kSas("tds.cn-shanghai.aliyuncs.com", 443);

/// The way to `origin` with that NO_PROXY.
std::string way_past(std::string const& no_proxy, Origin const& origin) {
    return way(rules_of({{"HTTPS_PROXY", "http://proxy:3128"}, {"NO_PROXY", no_proxy}}), origin);
}

TEST(ProxyRules, WithoutAnyTheWayIsDirect) {
    EXPECT_EQ(way(ProxyRules(), kSas), "direct");
    EXPECT_EQ(way(rules_of({}), kSas), "direct");
    EXPECT_EQ(
        way(rules_of(
                {{"HTTPS_PROXY", ""}, {"HTTP_PROXY", "http://proxy:1"}, {"http_proxy", "http://proxy:1"}}),
            kSas),
        "direct");
}

TEST(ProxyRules, TheEnvironmentNamesTheProxyInEitherLetterCase) {
    EXPECT_EQ(way(rules_of({{"HTTPS_PROXY", "http://proxy:3128"}}), kSas), "proxy:3128");
    EXPECT_EQ(way(rules_of({{"https_proxy", "http://proxy:3128"}}), kSas), "proxy:3128");
    EXPECT_EQ(way(rules_of({{"HTTPS_PROXY", ""}, {"https_proxy", "http://proxy:3128"}}), kSas), "proxy:3128");
}

TEST(ProxyRules, TheSettingWinsOverTheEnvironmentAndItsExceptions) {
    auto const rules = rules_of({{"HTTPS_PROXY", "http://other:1"}, {"NO_PROXY", "*"}}, "http://proxy:3128");
    EXPECT_EQ(way(rules, kSas), "proxy:3128");
}

TEST(ProxyRules, AProxyIsWrittenInSeveralWays) {
    EXPECT_EQ(way(rules_of({}, "http://Proxy.Example"), kSas), "proxy.example:80");
    EXPECT_EQ(way(rules_of({}, "http://proxy:3128/"), kSas), "proxy:3128");
    EXPECT_EQ(way(rules_of({}, "proxy:3128"), kSas), "proxy:3128") << "as environments write it";
    EXPECT_EQ(way(rules_of({}, "http://[fd00::1]:3128"), kSas), "[fd00::1]:3128");
    EXPECT_EQ(way(rules_of({}, "http://127.0.0.1:3128"), kSas), "127.0.0.1:3128");
}

TEST(ProxyRules, UserAndPasswordBecomeBasicAuthorization) {
    EXPECT_EQ(way(rules_of({}, "http://Aladdin:open%20sesame@proxy:3128"), kSas),
              "proxy:3128 Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==");
    EXPECT_EQ(way(rules_of({}, "user:p%40ss%3A%2F%25@proxy:3128"), kSas),
              "proxy:3128 Basic dXNlcjpwQHNzOi8l");
    EXPECT_EQ(way(rules_of({}, "http://user@proxy:3128"), kSas), "proxy:3128 Basic dXNlcjo=");
    EXPECT_EQ(way(rules_of({}, "http://u:pw@proxy:3128"), kSas), "proxy:3128 Basic dTpwdw==")
        << "no padding is wrong";
}

TEST(ProxyRules, RefusesOtherUrlsWithoutQuotingThem) {
    for (std::string const url :
         {"https://user:secret@proxy:3128", "socks5://user:secret@proxy:1080", "http://user:secret@",
          "http://", "http://user:secret@proxy:0", "http://user:secret@proxy:65536",
          "http://user:se/secret@proxy:3128", "http://user:12/secret@proxy:3128", "http://proxy:3128/secret",
          "http://proxy:3128?secret", "http://proxy:3128#secret", "http://user:sec@ret@proxy:3128",
          "http://user:secret@pro%0d%0axy:3128", "http://user:secret@proxy:port", "secret secret"})
        for (auto const& variables : {Variables{{"HTTPS_PROXY", url}}, Variables{}}) {
            Secret const setting(variables.empty() ? url : "");
            auto const rules = ProxyRules::read(setting, environment_of(variables));
            ASSERT_TRUE(rules.has_error()) << url;
            EXPECT_EQ(rules.error().kind, ErrorKind::rejected) << url;
            EXPECT_EQ(rules.error().line().find("sec"), std::string::npos) << rules.error().line();
            EXPECT_EQ(rules.error().what.find("HTTPS_PROXY") == std::string::npos, variables.empty())
                << "where it was read is told: " << rules.error().what;
        }
}

TEST(ProxyRules, NearbyHostsAreAlwaysReachedDirectly) {
    auto const rules = rules_of({}, "http://proxy:3128");
    EXPECT_EQ(way(rules, Origin("127.0.0.1", 8443)), "direct");
    EXPECT_EQ(way(rules, Origin("localhost", 8443)), "direct");
    EXPECT_EQ(way(rules, Origin("::1", 8443)), "direct");
    EXPECT_EQ(way(rules, Origin("100.100.100.200", 80, false)), "direct");
    EXPECT_EQ(way(rules, Origin("100.100.100.200", 443)), "direct");
    EXPECT_EQ(way(rules, Origin("10.0.0.1", 443)), "proxy:3128");
}

TEST(ProxyRules, NoProxyNamesHostsAndDomainsWithAllBelow) {
    for (std::string const no_proxy :
         {"tds.cn-shanghai.aliyuncs.com", "aliyuncs.com", ".aliyuncs.com", "*.aliyuncs.com", "com", "*",
          "AliyunCS.com", "other.example,aliyuncs.com", "other.example, aliyuncs.com",
          "other.example aliyuncs.com", ",,aliyuncs.com,", "aliyuncs.com:443", ".aliyuncs.com:443"})
        EXPECT_EQ(way_past(no_proxy, kSas), "direct") << no_proxy;
}

TEST(ProxyRules, NoProxyNamesNothingElse) {
    for (std::string const no_proxy :
         {"", ",", "uncs.com", "s.com", "aliyuncs.com.example", "x.tds.cn-shanghai.aliyuncs.com",
          "aliyuncs.com:8443", "tds.*.aliyuncs.com", "*com", ".", "*.", ":443", "10.0.0.1",
          "https://aliyuncs.com"})
        EXPECT_EQ(way_past(no_proxy, kSas), "proxy:3128") << no_proxy;
}

TEST(ProxyRules, NoProxyNamesAddresses) {
    EXPECT_EQ(way_past("10.0.0.1", Origin("10.0.0.1", 443)), "direct");
    EXPECT_EQ(way_past("10.0.0.1:443", Origin("10.0.0.1", 443)), "direct");
    EXPECT_EQ(way_past("10.0.0.2", Origin("10.0.0.1", 443)), "proxy:3128");
    EXPECT_EQ(way_past("fd00::1", Origin("fd00::1", 443)), "direct");
    EXPECT_EQ(way_past("[fd00::1]", Origin("fd00::1", 443)), "direct");
    EXPECT_EQ(way_past("[fd00::1]:443", Origin("fd00::1", 443)), "direct");
    EXPECT_EQ(way_past("[fd00::1]:444", Origin("fd00::1", 443)), "proxy:3128");
}

TEST(ProxyRules, NoProxyNamesNetworksOfAddresses) {
    Origin const v4("10.1.2.3", 443);
    for (std::string const no_proxy :
         {"10.0.0.0/8", "10.1.2.3/32", "10.9.9.9/8", "0.0.0.0/0", "a.example, 10.1.0.0/16"})
        EXPECT_EQ(way_past(no_proxy, v4), "direct") << no_proxy;
    for (std::string const no_proxy : {"10.2.0.0/16", "10.1.2.2/32", "10.0.0.0/33", "10.0.0.0/-1",
                                       "10.0.0.0/", "/8", "10.0.0.0/8x", "10/8", "fd00::/8", "::/0"})
        EXPECT_EQ(way_past(no_proxy, v4), "proxy:3128") << no_proxy;
    Origin const v6("fd00::1", 443);
    EXPECT_EQ(way_past("fd00::/8", v6), "direct");
    EXPECT_EQ(way_past("FD00::/64", v6), "direct");
    EXPECT_EQ(way_past("fd01::/16", v6), "proxy:3128");
    EXPECT_EQ(way_past("fd00::/129", v6), "proxy:3128");
    EXPECT_EQ(way_past("0.0.0.0/0", v6), "proxy:3128");
    EXPECT_EQ(way_past("0.0.0.0/0", kSas), "proxy:3128") << "a name is not looked up for it";
}

TEST(ProxyRules, NoProxyCountsInEitherLetterCase) {
    EXPECT_EQ(way(rules_of({{"https_proxy", "http://proxy:3128"}, {"no_proxy", "aliyuncs.com"}}), kSas),
              "direct");
}

}  // namespace
}  // namespace sasyncd
