#include "net/connection_pool.hpp"
#include "transport_test.hpp"

#include <set>

namespace sasyncd {
namespace {

using test::answer_always;
using test::make_answer;
using test::Peer;
using test::ScriptedServer;

class KeepAlive : public TransportTest {
protected:
    /// Calls twice and says on which connections, such as "1 1" where the first one was used again.
    std::string connections_of_two_calls(ScriptedServer& server) {
        EXPECT_EQ(told(call(get(server.port()))), "200 hello");
        EXPECT_EQ(told(call(get(server.port()))), "200 hello");
        std::string numbers;
        for (auto const& request : server.records().requests)
            numbers += (numbers.empty() ? "" : " ") + std::to_string(request.connection);
        return numbers;
    }
};

/// Answers one request on each connection, then does what `then` says.
test::Script answer_once(std::string answer, std::function<Task<void>(Peer&)> then) {
    return [answer = std::move(answer), then = std::move(then)](Peer& peer) -> Task<void> {
        if (!co_await peer.read_request())
            co_return;
        co_await peer.write(answer);
        co_await then(peer);
    };
}

Task<void> close_at_once(Peer&) {
    co_return;
}
Task<void> say_farewell(Peer& peer) {
    co_await peer.say_farewell();
}
Task<void> keep_open(Peer& peer) {
    co_await peer.wait_for_end();
}

TEST_F(KeepAlive, AConnectionIsUsedAgain) {
    ScriptedServer server(io_.get_executor(), good_tls(), answer_always(make_answer("hello")));
    EXPECT_EQ(connections_of_two_calls(server), "1 1");
}

TEST_F(KeepAlive, AConnectionIsUsedAgainAfterAnErrorOfTheServer) {
    ScriptedServer server(io_.get_executor(), good_tls(),
                          answer_always(make_answer("busy", "", "503 Service Unavailable")));
    EXPECT_EQ(told(call(get(server.port()))), "503 busy");
    EXPECT_EQ(told(call(get(server.port()))), "503 busy");
    EXPECT_EQ(server.records().accepted, 1);
}

TEST_F(KeepAlive, OriginsDoNotShareConnections) {
    ScriptedServer server(io_.get_executor(), good_tls(), answer_always(make_answer("hello")));
    EXPECT_EQ(told(call(get(server.port(), "sas.example"))), "200 hello");
    EXPECT_EQ(told(call(get(server.port(), "localhost"))), "200 hello");
    EXPECT_EQ(server.records().accepted, 2);
}

TEST_F(KeepAlive, AConnectionThatTheServerClosedWhileIdleIsReplacedWithoutAnError) {
    ScriptedServer server(io_.get_executor(), good_tls(), answer_once(make_answer("hello"), close_at_once));
    EXPECT_EQ(told(call(get(server.port()))), "200 hello");
    run_until([&] { return server.records().ended == 1; });
    EXPECT_EQ(told(call(get(server.port()))), "200 hello");
    EXPECT_EQ(server.records().accepted, 2);
}

TEST_F(KeepAlive, AConnectionThatTheServerSaidFarewellOnIsReplacedWithoutAnError) {
    ScriptedServer server(io_.get_executor(), good_tls(), answer_once(make_answer("hello"), say_farewell));
    EXPECT_EQ(told(call(get(server.port()))), "200 hello");
    // The farewell has been sent when nothing is left to do but to wait.
    io_.restart();
    io_.poll();
    EXPECT_EQ(told(call(get(server.port()))), "200 hello");
    EXPECT_EQ(server.records().accepted, 2);
}

TEST_F(KeepAlive, AConnectionThatDiesUnderARequestIsToBeTriedAgainAtOnce) {
    auto const reads_and_closes = [](Peer& peer) -> Task<void> {
        static_cast<void>(co_await peer.read_request());
    };
    ScriptedServer server(io_.get_executor(), good_tls(),
                          answer_once(make_answer("hello"), reads_and_closes));
    EXPECT_EQ(told(call(get(server.port()))), "200 hello");
    EXPECT_EQ(told(call(get(server.port()))), "retry_now StaleConnection");
    EXPECT_EQ(told(call(get(server.port()))), "200 hello") << "on a new connection";
    EXPECT_EQ(server.records().accepted, 2);
}

TEST_F(KeepAlive, AConnectionThatIsResetUnderARequestIsToBeTriedAgainAtOnce) {
    auto const reads_and_resets = [](Peer& peer) -> Task<void> {
        static_cast<void>(co_await peer.read_request());
        peer.reset();
    };
    ScriptedServer server(io_.get_executor(), good_tls(),
                          answer_once(make_answer("hello"), reads_and_resets));
    EXPECT_EQ(told(call(get(server.port()))), "200 hello");
    EXPECT_EQ(told(call(get(server.port()))), "retry_now StaleConnection");
}

TEST_F(KeepAlive, AnAnswerThatBreaksOffOnAKeptConnectionIsNoStaleConnection) {
    auto const breaks_off = [](Peer& peer) -> Task<void> {
        static_cast<void>(co_await peer.read_request());
        co_await peer.write("HTTP/1.1 200 OK\r\nContent-Le");
    };
    ScriptedServer server(io_.get_executor(), good_tls(), answer_once(make_answer("hello"), breaks_off));
    EXPECT_EQ(told(call(get(server.port()))), "200 hello");
    EXPECT_EQ(told(call(get(server.port()))), "retry_later ConnectionClosed");
}

TEST_F(KeepAlive, ANewConnectionThatDiesUnderARequestIsTriedLater) {
    ScriptedServer server(io_.get_executor(), good_tls(), test::answer_and_close(""));
    EXPECT_EQ(told(call(get(server.port()))), "retry_later ConnectionClosed");
}

TEST_F(KeepAlive, AConnectionThatTheServerWantsClosedIsNotKept) {
    ScriptedServer server(io_.get_executor(), good_tls(),
                          answer_once(make_answer("hello", "Connection: close\r\n"), keep_open));
    EXPECT_EQ(connections_of_two_calls(server), "1 2");
}

TEST_F(KeepAlive, AConnectionOfHttp10IsNotKeptUnlessTheServerOffersIt) {
    std::string const closes = "HTTP/1.0 200 OK\r\nContent-Length: 5\r\n\r\nhello";
    ScriptedServer once(io_.get_executor(), good_tls(), answer_once(closes, keep_open));
    EXPECT_EQ(connections_of_two_calls(once), "1 2");
    std::string const keeps = "HTTP/1.0 200 OK\r\nConnection: keep-alive\r\nContent-Length: 5\r\n\r\nhello";
    ScriptedServer often(io_.get_executor(), good_tls(), answer_always(keeps));
    EXPECT_EQ(connections_of_two_calls(often), "1 1");
}

TEST_F(KeepAlive, AConnectionWhoseAnswerEndedWithTheStreamIsNotKept) {
    // The farewell ends the answer, but the connection below stays open until the client closes it.
    ScriptedServer server(io_.get_executor(), good_tls(),
                          answer_once("HTTP/1.1 200 OK\r\n\r\nhello", say_farewell));
    EXPECT_EQ(connections_of_two_calls(server), "1 2");
}

TEST_F(KeepAlive, AConnectionWithMoreThanTheAnswerIsNotKept) {
    ScriptedServer server(io_.get_executor(), good_tls(),
                          answer_once(make_answer("hello") + "more", keep_open));
    EXPECT_EQ(connections_of_two_calls(server), "1 2");
}

TEST_F(KeepAlive, AHundredCallsAtOnceAllGetTheirOwnAnswer) {
    ScriptedServer server(io_.get_executor(), good_tls(), [](Peer& peer) -> Task<void> {
        while (co_await peer.read_request()) {
            co_await peer.pause(20ms);
            auto const answer = make_answer("hello");
            co_await peer.write(answer);
        }
    });
    transport_ = make_transport();
    std::vector<HttpRequest> requests(100, get(server.port()));
    for (std::size_t i = 0; i < requests.size(); ++i)
        requests[i].target = "/" + std::to_string(i);
    auto const answers = call_all(*transport_, requests);
    for (auto const& answer : answers)
        EXPECT_EQ(told(answer), "200 hello");
    std::set<std::string> heads;
    for (auto const& request : server.records().requests)
        heads.insert(request.head);
    EXPECT_EQ(heads.size(), 100U);
    EXPECT_EQ(server.records().accepted, 100);
}

TEST_F(KeepAlive, CallsOneAfterTheOtherNeedOneConnectionEach) {
    ScriptedServer server(io_.get_executor(), good_tls(), answer_always(make_answer("hello")));
    transport_ = make_transport();
    std::vector<HttpRequest> const requests(4, get(server.port()));
    for (int round = 0; round < 5; ++round)
        for (auto const& answer : call_all(*transport_, requests))
            EXPECT_EQ(told(answer), "200 hello");
    EXPECT_EQ(server.records().requests.size(), 20U);
    EXPECT_EQ(server.records().accepted, 4);
}

}  // namespace
}  // namespace sasyncd
