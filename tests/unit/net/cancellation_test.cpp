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

/// Each call here has a time limit of 30 s, far longer than the test's patience.
class Cancellation : public TransportTest {
protected:
    Cancellation() { transport_ = make_transport(); }

    void expect_cancelled(HttpRequest request, std::function<bool()> const& is_under_way) {
        auto const began = steady_clock::now();
        auto const result = cancel_when(*transport_, std::move(request), is_under_way);
        EXPECT_EQ(told(result), "cancelled Cancelled");
        EXPECT_LT(steady_clock::now() - began, kPatience / 2);
    }

    static bool has_begun() { return true; }
};

TEST_F(Cancellation, EndsALookUpAtOnce) {
    test::SlowNames const slow;
    expect_cancelled(get(443, "slow.example"), has_begun);
}

TEST_F(Cancellation, EndsAConnectAtOnce) {
    BlackHole const hole;
    expect_cancelled(get(hole.port(), "127.0.0.1"), has_begun);
}

TEST_F(Cancellation, EndsAHandshakeAtOnce) {
    ScriptedServer server(io_.get_executor(), [](Peer& peer) -> Task<void> { co_await peer.wait_for_end(); });
    expect_cancelled(get(server.port()), [&] { return server.records().accepted == 1; });
    run_until([&] { return server.records().ended == 1; });
}

TEST_F(Cancellation, EndsSendingAtOnce) {
    bool is_reading = false;
    ScriptedServer server(io_.get_executor(), good_tls(), [&](Peer& peer) -> Task<void> {
        static_cast<void>(co_await peer.read_head());
        is_reading = true;
        co_await peer.pause(kPatience);
    });
    auto request = get(server.port());
    request.body = std::string(32U << 20U, 'x');
    expect_cancelled(std::move(request), [&] { return is_reading; });
}

TEST_F(Cancellation, EndsTheWaitForAnAnswerAtOnceAndClosesTheConnection) {
    ScriptedServer server(io_.get_executor(), good_tls(), answer_and_stall(""));
    expect_cancelled(get(server.port()), [&] { return server.records().requests.size() == 1; });
    run_until([&] { return server.records().ended == 1; });
}

TEST_F(Cancellation, EndsABodyAtOnce) {
    bool has_body_begun = false;
    ScriptedServer server(io_.get_executor(), good_tls(), [&](Peer& peer) -> Task<void> {
        static_cast<void>(co_await peer.read_request());
        co_await peer.write("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhel");
        has_body_begun = true;
        co_await peer.wait_for_end();
    });
    expect_cancelled(get(server.port()), [&] { return has_body_begun; });
}

TEST_F(Cancellation, EndsTheWaitForAProxyAtOnce) {
    bool is_asked = false;
    ScriptedServer proxy(io_.get_executor(), [&](Peer& peer) -> Task<void> {
        static_cast<void>(co_await peer.read_head());
        is_asked = true;
        co_await peer.wait_for_end();
    });
    transport_ =
        make_transport(trusting_options(), {{"HTTPS_PROXY", "127.0.0.1:" + std::to_string(proxy.port())}});
    expect_cancelled(get(443), [&] { return is_asked; });
}

TEST_F(Cancellation, OfOneCallLeavesTheOthersAlone) {
    ScriptedServer server(io_.get_executor(), good_tls(), answer_always(make_answer("hello")));
    BlackHole const hole;
    expect_cancelled(get(hole.port(), "127.0.0.1"), has_begun);
    EXPECT_EQ(told(call(get(server.port()))), "200 hello");
    expect_cancelled(get(hole.port(), "127.0.0.1"), has_begun);
    EXPECT_EQ(told(call(get(server.port()))), "200 hello");
    EXPECT_EQ(server.records().accepted, 1);
}

TEST_F(Cancellation, AtAnyStepEndsTheCallAsCancelled) {
    ScriptedServer server(io_.get_executor(), good_tls(), answer_always(make_answer("hello")));
    std::string ended = "cancelled Cancelled";
    for (int last_step = 0; ended == "cancelled Cancelled"; ++last_step) {
        transport_ = make_transport();
        int step = 0;
        ended = told(cancel_when(*transport_, get(server.port()), [&] { return step++ == last_step; }));
        ASSERT_LT(last_step, 1000);
    }
    EXPECT_EQ(ended, "200 hello") << "once it was too late";
}

}  // namespace
}  // namespace sasyncd
