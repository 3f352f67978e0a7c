#include "support/tunnel_proxy.hpp"
#include "transport_test.hpp"

#include <fmt/format.h>
#include <spdlog/sinks/ostream_sink.h>

#include <sstream>

namespace sasyncd {
namespace {

using test::answer_always;
using test::make_answer;
using test::ScriptedServer;
using test::TunnelProxy;

/// A server that only the proxy reaches: nobody listens on port 443 of 127.0.0.1.
class Tunnels : public TransportTest {
protected:
    Tunnels()
        : server_(io_.get_executor(), good_tls(), answer_always(make_answer("hello"))),
          proxy_(io_.get_executor(), server_.port()) {}

    void use_proxy(std::string const& user_and_at = "") {
        auto options = trusting_options();
        options.proxy = Secret(fmt::format("http://{}127.0.0.1:{}", user_and_at, proxy_.port()));
        transport_ = make_transport(options);
    }

    Result<HttpResponse> call_refused_with(std::string const& answer) {
        proxy_.refuse_with(answer);
        return call(get(443));
    }

    ScriptedServer server_;
    TunnelProxy proxy_;
};

TEST_F(Tunnels, TheProxyIsAskedForTheWayAndTlsIsSpokenWithTheTarget) {
    use_proxy();
    EXPECT_EQ(told(call(get(443))), "200 hello");
    ASSERT_EQ(proxy_.heads().size(), 1U);
    EXPECT_EQ(proxy_.heads().front(), "CONNECT sas.example:443 HTTP/1.1\r\nHost: sas.example:443\r\n\r\n");
    ASSERT_EQ(server_.records().requests.size(), 1U);
    EXPECT_EQ(server_.records().requests.front().server_name, "sas.example");
    EXPECT_NE(server_.records().requests.front().head.find("\r\nHost: sas.example\r\n"), std::string::npos);
}

TEST_F(Tunnels, AreUsedAgain) {
    use_proxy();
    EXPECT_EQ(told(call(get(443))), "200 hello");
    EXPECT_EQ(told(call(get(443))), "200 hello");
    EXPECT_EQ(proxy_.heads().size(), 1U);
}

TEST_F(Tunnels, TheTargetsCertificateIsChecked) {
    use_proxy();
    auto const result = call(get(443, "other.example"));
    EXPECT_EQ(told(result), "unavailable TlsWrongName");
    EXPECT_NE(result.error().what.find("other.example:443"), std::string::npos) << result.error().what;
}

TEST_F(Tunnels, CredentialsGoToTheProxyAndNowhereElse) {
    use_proxy("Aladdin:open%20%3Asesame@");
    EXPECT_EQ(told(call(get(443))), "200 hello");
    ASSERT_EQ(proxy_.heads().size(), 1U);
    EXPECT_NE(proxy_.heads().front().find("\r\nProxy-Authorization: Basic QWxhZGRpbjpvcGVuIDpzZXNhbWU=\r\n"),
              std::string::npos)
        << proxy_.heads().front();
    ASSERT_EQ(server_.records().requests.size(), 1U);
    EXPECT_EQ(server_.records().requests.front().head.find("Proxy-"), std::string::npos);
}

TEST_F(Tunnels, CredentialsAreNeverLogged) {
    std::ostringstream lines;
    auto const log =
        std::make_shared<spdlog::logger>("test", std::make_shared<spdlog::sinks::ostream_sink_mt>(lines));
    log->set_level(spdlog::level::trace);
    auto options = trusting_options();
    options.proxy = Secret(fmt::format("http://Aladdin:sesame@127.0.0.1:{}", proxy_.port()));
    auto made = make_beast_transport(io_.get_executor(), options, environment_of(), log);
    transport_ = std::move(made.value());
    EXPECT_EQ(told(call(get(443))), "200 hello");
    EXPECT_NE(lines.str().find("sas.example"), std::string::npos) << "something must have been logged";
    for (std::string const secret : {"Aladdin", "sesame", "QWxhZGRpbjpzZXNhbWU="})
        EXPECT_EQ(lines.str().find(secret), std::string::npos) << lines.str();
}

TEST_F(Tunnels, AProxyThatWantsCredentialsIsToldFromOneThatWantsOthers) {
    use_proxy();
    std::string const wants = "HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n";
    auto const without = call_refused_with(wants);
    EXPECT_EQ(told(without), "unavailable ProxyRefused");
    EXPECT_NE(without.error().what.find("407"), std::string::npos) << without.error().what;
    EXPECT_NE(without.error().remedy.find("user:password"), std::string::npos) << without.error().remedy;

    use_proxy("Aladdin:sesame@");
    auto const with = call_refused_with(wants);
    EXPECT_EQ(told(with), "unavailable ProxyRefused");
    EXPECT_NE(with.error().remedy, without.error().remedy);
    for (std::string const secret : {"Aladdin", "sesame", "QWxhZGRpbjpzZXNhbWU="})
        EXPECT_EQ(with.error().line().find(secret), std::string::npos) << with.error().line();
}

TEST_F(Tunnels, AProxyThatRefusesTheWayIsUnavailable) {
    use_proxy();
    for (std::string const status : {"403 Forbidden", "502 Bad Gateway", "301 Moved Permanently"}) {
        auto const result = call_refused_with("HTTP/1.1 " + status + "\r\nContent-Length: 2\r\n\r\nno");
        EXPECT_EQ(told(result), "unavailable ProxyRefused");
        EXPECT_NE(result.error().what.find(status.substr(0, 3)), std::string::npos) << result.error().what;
        EXPECT_NE(result.error().what.find(fmt::format("127.0.0.1:{}", proxy_.port())), std::string::npos);
    }
    EXPECT_EQ(server_.records().accepted, 0);
}

TEST_F(Tunnels, AProxyThatIsNotThereIsNamedAsSuch) {
    {
        TunnelProxy const gone(io_.get_executor(), server_.port());
        transport_ = make_transport(trusting_options(),
                                    {{"HTTPS_PROXY", fmt::format("http://127.0.0.1:{}", gone.port())}});
    }
    auto const result = call(get(443));
    EXPECT_EQ(told(result), "unavailable ConnectionRefused");
    EXPECT_NE(result.error().what.find("proxy"), std::string::npos) << result.error().what;

    transport_ = make_transport(trusting_options(), {{"HTTPS_PROXY", "http://unknown.example:3128"}});
    auto const unknown = call(get(443));
    EXPECT_EQ(told(unknown), "unavailable UnknownHost");
    EXPECT_NE(unknown.error().what.find("proxy"), std::string::npos) << unknown.error().what;
}

TEST_F(Tunnels, AProxyThatBabblesIsMalformedAndOneThatHangsUpIsTriedLater) {
    use_proxy();
    EXPECT_EQ(told(call_refused_with("SSH-2.0-OpenSSH\r\n\r\n")), "malformed NoHttp");
    EXPECT_EQ(told(call_refused_with("HTTP/1.1 200 OK\r\nX: " + std::string(70U << 10U, 'x') + "\r\n\r\n")),
              "malformed HeaderTooLarge");
    ScriptedServer hangs_up(io_.get_executor(), test::answer_and_close("HTTP/1.1 20"));
    transport_ = make_transport(trusting_options(),
                                {{"HTTPS_PROXY", fmt::format("http://127.0.0.1:{}", hangs_up.port())}});
    EXPECT_EQ(told(call(get(443))), "retry_later ConnectionClosed");
}

TEST_F(Tunnels, AnyAnswerOfThe200sOpensTheWay) {
    ScriptedServer proxy(io_.get_executor(), [](test::Peer& peer) -> Task<void> {
        static_cast<void>(co_await peer.read_head());
        co_await peer.write("HTTP/1.0 204 Tunnel open\r\nVia: x\r\n\r\n");
        co_await peer.wait_for_end();
    });
    transport_ =
        make_transport(trusting_options(), {{"HTTPS_PROXY", fmt::format("127.0.0.1:{}", proxy.port())}});
    EXPECT_EQ(told(call(get(443, "sas.example", kShort))), "retry_later TimedOut") << "in the handshake";
}

TEST_F(Tunnels, HostsThatNoProxyNamesAreReachedDirectly) {
    auto const url = fmt::format("http://127.0.0.1:{}", proxy_.port());
    transport_ = make_transport(trusting_options(), {{"HTTPS_PROXY", url}, {"NO_PROXY", "sas.example"}});
    EXPECT_EQ(told(call(get(server_.port()))), "200 hello");
    EXPECT_EQ(told(call(get(server_.port(), "127.0.0.1"))), "200 hello")
        << "loopback addresses never need one";
    EXPECT_EQ(proxy_.heads().size(), 0U);
    EXPECT_EQ(told(call(get(443, "two.example"))), "200 hello");
    EXPECT_EQ(proxy_.heads().size(), 1U);
}

TEST_F(Tunnels, AProxyUrlThatIsNoGoodIsRefusedAtStartWithoutBeingQuoted) {
    auto options = trusting_options();
    options.proxy = Secret("socks5://Aladdin:sesame@127.0.0.1:1080");
    auto const made = make_beast_transport(io_.get_executor(), options, environment_of(), silent_log());
    ASSERT_TRUE(made.has_error());
    EXPECT_EQ(made.error().kind, ErrorKind::rejected);
    EXPECT_EQ(made.error().line().find("sesame"), std::string::npos) << made.error().line();
}

}  // namespace
}  // namespace sasyncd
