#include "settings/addresses.hpp"

#include <gtest/gtest.h>

namespace sasyncd {
namespace {

TEST(Addresses, EndpointsAreHttpsAnywhereAndHttpOnlyWhereNobodyListensIn) {
    for (auto const* good :
         {"https://tds.cn-shanghai.aliyuncs.com", "https://tds.cn-shanghai.aliyuncs.com:8443",
          "https://127.0.0.1:9443/", "http://127.0.0.1:80", "http://127.8.8.8", "http://[::1]:8080",
          "http://localhost:1", "http://100.100.100.200"})
        EXPECT_EQ(endpoint_complaint(good), std::nullopt) << good;
    for (auto const* bad :
         {"", "tds.cn-shanghai.aliyuncs.com", "http://tds.cn-shanghai.aliyuncs.com", "ftp://h",
          "http://100.100.100.201", "http://localhost.evil.example", "http://127.0.0.1.evil.example",
          "https://", "https://h/path", "https://h?x=1", "https://h#f", "https://user@h", "https://h:0",
          "https://h:65536", "https://h:x", "https://h h", "http://[::2]"})
        EXPECT_NE(endpoint_complaint(bad), std::nullopt) << bad;
}

TEST(Addresses, ProxiesAreHttpWithAPort) {
    for (auto const* good :
         {"http://proxy.example:3128", "http://user:pa%40ss@proxy.example:3128", "http://[::1]:1"})
        EXPECT_EQ(proxy_complaint(good), std::nullopt) << good;
    for (auto const* bad :
         {"proxy.example:3128", "https://proxy.example:3128", "socks5://p:1", "http://proxy.example",
          "http://:3128", "http://p:3128/x", "http://p:0", "http://p:"})
        EXPECT_NE(proxy_complaint(bad), std::nullopt) << bad;
}

TEST(Addresses, ListenersAreNumericAddressesWithAPort) {
    for (auto const* good : {"127.0.0.1:9108", "0.0.0.0:0", "[::1]:9108", "[::]:65535"})
        EXPECT_EQ(listen_complaint(good), std::nullopt) << good;
    for (auto const* bad : {"", "9108", ":9108", "localhost:9108", "127.0.0.1", "127.0.0.1:",
                            "127.0.0.1:65536", "127.0.0.1:x", "::1:9108", "[::1]", "[]:1", "256.0.0.1:1"})
        EXPECT_NE(listen_complaint(bad), std::nullopt) << bad;
}

}  // namespace
}  // namespace sasyncd
