#include "net/origin.hpp"

#include <gtest/gtest.h>

namespace sasyncd {
namespace {

/// "host port tls|clear", or the error.
std::string read(std::string const& url) {
    auto const origin = parse_origin(url);
    if (origin.has_error())
        return std::string(to_string(origin.error().kind));
    return origin->host + " " + std::to_string(origin->port) + (origin->tls ? " tls" : " clear");
}

TEST(Origin, IsReadFromAUrlOfSchemeHostAndPort) {
    EXPECT_EQ(read("https://tds.cn-shanghai.aliyuncs.com"), "tds.cn-shanghai.aliyuncs.com 443 tls");
    EXPECT_EQ(read("https://tds.cn-shanghai.aliyuncs.com/"), "tds.cn-shanghai.aliyuncs.com 443 tls");
    EXPECT_EQ(read("https://sas.example:8443"), "sas.example 8443 tls");
    EXPECT_EQ(read("HTTPS://Sas.Example:1"), "sas.example 1 tls");
    EXPECT_EQ(read("https://10.0.0.1:65535"), "10.0.0.1 65535 tls");
    EXPECT_EQ(read("https://[2001:DB8::1]:8443"), "2001:db8::1 8443 tls");
}

TEST(Origin, RefusesEverythingElse) {
    for (std::string const url : {"",
                                  "sas.example",
                                  "sas.example:443",
                                  "https://",
                                  "https:///x",
                                  "https://:443",
                                  "https://sas.example:0",
                                  "https://sas.example:65536",
                                  "https://sas.example:x",
                                  "https://sas.example/x",
                                  "https://sas.example?x",
                                  "https://sas.example#x",
                                  "https://user@sas.example",
                                  "https://user:password@sas.example",
                                  "ftp://sas.example",
                                  "wss://sas.example",
                                  "https://sas example",
                                  " https://sas.example",
                                  "https://sas.example\n",
                                  "https://sas.example%0d%0ax: y",
                                  "https://sas.example%0d%0ax",
                                  "https://sas%2eexample",
                                  "https://a%00b",
                                  "https://[::1",
                                  "https://[v1.x]"})
        EXPECT_EQ(read(url), "rejected") << url;
    EXPECT_FALSE(parse_origin("sas.example").error().remedy.empty());
}

TEST(Origin, TravelsInClearOnThisHostOnly) {
    EXPECT_EQ(read("http://127.0.0.1:8080"), "127.0.0.1 8080 clear");
    EXPECT_EQ(read("http://localhost"), "localhost 80 clear");
    EXPECT_EQ(read("http://[::1]:8080"), "::1 8080 clear");
    EXPECT_EQ(read("http://100.100.100.200"), "100.100.100.200 80 clear");
    for (std::string const url : {"http://sas.example", "http://10.0.0.1", "http://100.100.100.201",
                                  "http://localhost.example", "http://127.0.0.1.example", "http://0.0.0.0"})
        EXPECT_EQ(read(url), "rejected") << url;
}

TEST(Origin, IsWrittenAsTheHostFieldWantsIt) {
    EXPECT_EQ(Origin("sas.example", 443).authority(), "sas.example");
    EXPECT_EQ(Origin("sas.example", 80).authority(), "sas.example:80");
    EXPECT_EQ(Origin("127.0.0.1", 80, false).authority(), "127.0.0.1");
    EXPECT_EQ(Origin("127.0.0.1", 443, false).authority(), "127.0.0.1:443");
    EXPECT_EQ(Origin("::1", 443).authority(), "[::1]");
    EXPECT_EQ(Origin("::1", 8443).authority(), "[::1]:8443");
}

TEST(Origin, IsWrittenWithItsPortInMessages) {
    EXPECT_EQ(Origin("sas.example", 443).address(), "sas.example:443");
    EXPECT_EQ(Origin("::1", 443).address(), "[::1]:443");
}

TEST(Origin, DiffersByHostPortAndTls) {
    EXPECT_EQ(Origin("a", 443), Origin("a", 443, true));
    EXPECT_NE(Origin("a", 443), Origin("b", 443));
    EXPECT_NE(Origin("a", 443), Origin("a", 444));
    EXPECT_NE(Origin("a", 443), Origin("a", 443, false));
}

TEST(Origin, KnowsAddressesAndLoopback) {
    for (std::string_view const host : {"127.0.0.1", "127.9.9.9", "::1", "localhost", "LOCALHOST"})
        EXPECT_TRUE(is_loopback(host)) << host;
    for (std::string_view const host : {"128.0.0.1", "::2", "local", "sas.example", ""})
        EXPECT_FALSE(is_loopback(host)) << host;
    for (std::string_view const host : {"10.0.0.1", "::", "2001:db8::1"})
        EXPECT_TRUE(is_ip_address(host)) << host;
    for (std::string_view const host :
         {"10.0.0", "10.0.0.256", "sas.example", "[::1]", "1.2.3.4.example", ""})
        EXPECT_FALSE(is_ip_address(host)) << host;
}

}  // namespace
}  // namespace sasyncd
