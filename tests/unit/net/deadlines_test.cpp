#include "black_hole.hpp"
#include "support/tunnel_proxy.hpp"
#include "transport_test.hpp"

namespace sasyncd {
namespace {

using std::chrono::steady_clock;
using test::answer_always;
using test::answer_and_stall;
using test::BlackHole;
using test::make_answer;
using test::Peer;
using test::ScriptedServer;
using test::SlowNames;

class Deadlines : public TransportTest {
protected:
    /// Calls with a short time limit, which must pass and must end the call.
    void expect_time_out(HttpRequest request, std::string const& doing) {
        if (!transport_)
            transport_ = make_transport();
        request.timeout = kShort;
        auto const began = steady_clock::now();
        auto const result = call(std::move(request));
        EXPECT_EQ(told(result), "retry_later TimedOut");
        EXPECT_GE(steady_clock::now() - began, kShort - 1ms);
        EXPECT_EQ(result.error().what.find(doing), 0U) << result.error().what;
    }

    /// The same for a second request on a connection that is open already, so that nothing but the answer is late.
    void expect_late_answer(std::function<Task<void>(Peer&)> second) {
        ScriptedServer server(io_.get_executor(), good_tls(), [second](Peer& peer) -> Task<void> {
            auto const first = make_answer("hello");
            if (!co_await peer.read_request() || !co_await peer.write(first) || !co_await peer.read_request())
                co_return;
            co_await second(peer);
        });
        EXPECT_EQ(told(call(get(server.port()))), "200 hello");
        expect_time_out(get(server.port()), "receiving from");
        run_until([&] { return server.records().ended == 1; });
        EXPECT_EQ(server.records().accepted, 1);
    }
};

TEST_F(Deadlines, AConnectThatNobodyAnswersEnds) {
    BlackHole const hole;
    expect_time_out(get(hole.port(), "127.0.0.1"), "connecting to");
}

TEST_F(Deadlines, ADeadAddressLeavesTimeForTheLivingOneBehindIt) {
    ScriptedServer server(io_.get_executor(), good_tls(), answer_always(make_answer("hello")));
    BlackHole const hole("127.0.0.2", server.port());
    EXPECT_EQ(told(call(get(server.port(), "two.example", 600ms))), "200 hello");
}

TEST_F(Deadlines, ANameServerThatDoesNotAnswerIsNotWaitedFor) {
    SlowNames const slow;
    expect_time_out(get(443, "slow.example"), "looking up");
}

TEST_F(Deadlines, ALookUpMayEndLongAfterNobodyWaitsForIt) {
    {
        SlowNames const slow;
        expect_time_out(get(443, "slow.example"), "looking up");
    }
    transport_.reset();
    io_.restart();
    io_.run();  // until the look-up has ended: nothing else is left to do
}

TEST_F(Deadlines, AHandshakeThatStallsEnds) {
    ScriptedServer server(io_.get_executor(), [](Peer& peer) -> Task<void> { co_await peer.wait_for_end(); });
    expect_time_out(get(server.port()), "the TLS handshake with");
}

TEST_F(Deadlines, ARequestThatIsNotTakenEnds) {
    ScriptedServer server(io_.get_executor(), good_tls(),
                          [](Peer& peer) -> Task<void> { co_await peer.pause(kPatience); });
    auto request = get(server.port());
    request.body = std::string(32U << 20U, 'x');  // more than the buffers between the two hold
    expect_time_out(std::move(request), "sending to");
}

TEST_F(Deadlines, AnAnswerThatDoesNotComeEnds) {
    expect_late_answer([](Peer& peer) -> Task<void> { co_await peer.wait_for_end(); });
}

TEST_F(Deadlines, AHeaderThatStallsEnds) {
    expect_late_answer([](Peer& peer) -> Task<void> {
        co_await peer.write("HTTP/1.1 200 OK\r\nContent-Le");
        co_await peer.wait_for_end();
    });
}

TEST_F(Deadlines, ABodyThatStallsEnds) {
    expect_late_answer([](Peer& peer) -> Task<void> {
        co_await peer.write("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhel");
        co_await peer.wait_for_end();
    });
}

TEST_F(Deadlines, ABodyThatTricklesDoesNotProlongTheWait) {
    expect_late_answer([](Peer& peer) -> Task<void> {
        co_await peer.write("HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n");
        while (co_await peer.write("x"))
            co_await peer.pause(5ms);
    });
}

TEST_F(Deadlines, AHeaderThatTricklesDoesNotProlongTheWait) {
    expect_late_answer([](Peer& peer) -> Task<void> {
        co_await peer.write("HTTP/1.1 200 OK\r\nX-Field: ");
        while (co_await peer.write("x"))
            co_await peer.pause(5ms);
    });
}

TEST_F(Deadlines, AProxyThatDoesNotAnswerEnds) {
    ScriptedServer proxy(io_.get_executor(), [](Peer& peer) -> Task<void> { co_await peer.wait_for_end(); });
    transport_ =
        make_transport(trusting_options(), {{"HTTPS_PROXY", "127.0.0.1:" + std::to_string(proxy.port())}});
    expect_time_out(get(443), "receiving from the proxy");
}

TEST_F(Deadlines, ATargetThatStallsBehindAProxyEnds) {
    ScriptedServer server(io_.get_executor(), [](Peer& peer) -> Task<void> { co_await peer.wait_for_end(); });
    test::TunnelProxy proxy(io_.get_executor(), server.port());
    transport_ =
        make_transport(trusting_options(), {{"HTTPS_PROXY", "127.0.0.1:" + std::to_string(proxy.port())}});
    expect_time_out(get(443), "the TLS handshake with sas.example:443");
}

TEST_F(Deadlines, TheTransportsOwnHoldsWhereTheRequestHasNone) {
    ScriptedServer server(io_.get_executor(), good_tls(), answer_and_stall(""));
    auto options = trusting_options();
    options.request_timeout = kShort;
    transport_ = make_transport(options);
    EXPECT_EQ(told(call(get(server.port()))), "retry_later TimedOut");
    EXPECT_EQ(told(call(get(server.port(), "sas.example", 2 * kShort))), "retry_later TimedOut");
}

TEST_F(Deadlines, NoneIsLeftOverForAConnectionThatIsKept) {
    ScriptedServer server(io_.get_executor(), good_tls(), answer_always(make_answer("hello")));
    EXPECT_EQ(told(call(get(server.port()))), "200 hello");
    EXPECT_EQ(told(call(get(server.port(), "sas.example", kShort))), "200 hello");
    // Everything that waits is run for longer than that limit; the connection must survive it.
    io_.restart();
    io_.run_for(kShort + 50ms);
    EXPECT_EQ(told(call(get(server.port()))), "200 hello");
    EXPECT_EQ(server.records().accepted, 1);
}

}  // namespace
}  // namespace sasyncd
