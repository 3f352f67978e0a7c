#include "transport_test.hpp"

#include <fmt/format.h>

namespace sasyncd {
namespace {

using test::answer_always;
using test::make_answer;
using test::Peer;
using test::ScriptedServer;

constexpr std::uint64_t kMaxBody = 100'000;

class Limits : public TransportTest {
protected:
    Limits() {
        auto options = trusting_options();
        options.max_body = kMaxBody;
        transport_ = make_transport(options);
    }

    /// Ends well before the time limit of 30 s, or the test fails.
    Result<HttpResponse> call_with(test::Script script) {
        ScriptedServer server(io_.get_executor(), good_tls(), std::move(script));
        return call(get(server.port()));
    }
};

/// Sends `head`, then `piece` again and again until the client closes.
test::Script answer_without_end(std::string head, std::string const& piece) {
    std::string pieces;
    while (pieces.size() < 1000)
        pieces += piece;
    return [head = std::move(head), pieces](Peer& peer) -> Task<void> {
        if (!co_await peer.read_request() || !co_await peer.write(head))
            co_return;
        while (co_await peer.write(pieces)) {}
    };
}

std::string chunked(std::string const& body) {
    return fmt::format(
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n{0:x}\r\n{1}\r\n{0:x}\r\n{1}\r\n0\r\n\r\n",
        body.size(), body);
}

TEST_F(Limits, ABodyAsLargeAsAllowedArrives) {
    auto const result = call_with(answer_always(make_answer(std::string(kMaxBody, 'x'))));
    ASSERT_TRUE(result.has_value()) << result.error().line();
    EXPECT_EQ(result->body.size(), kMaxBody);
    EXPECT_EQ(call_with(answer_always(chunked(std::string(kMaxBody / 2, 'x')))).value().body.size(),
              kMaxBody);
}

TEST_F(Limits, ALargerBodyIsMalformedAndTheSettingIsNamed) {
    auto const too_large = make_answer(std::string(kMaxBody + 1, 'x'));
    for (auto const& answer : {too_large, chunked(std::string(kMaxBody / 2 + 1, 'x'))}) {
        auto const result = call_with(answer_always(answer));
        EXPECT_EQ(told(result), "malformed BodyTooLarge");
        EXPECT_NE(result.error().remedy.find("walk.max_body"), std::string::npos) << result.error().line();
    }
}

TEST_F(Limits, ALengthThatIsOnlyAnnouncedCostsNoMemory) {
    EXPECT_EQ(
        told(call_with(answer_always("HTTP/1.1 200 OK\r\nContent-Length: 9000000000000000000\r\n\r\n"))),
        "malformed BodyTooLarge");
}

TEST_F(Limits, ABodyWithoutEndIsMalformed) {
    EXPECT_EQ(told(call_with(answer_without_end("HTTP/1.1 200 OK\r\n\r\n", "x"))), "malformed BodyTooLarge");
    EXPECT_EQ(told(call_with(answer_without_end("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
                                                "3e8\r\n" + std::string(1000, 'x') + "\r\n"))),
              "malformed BodyTooLarge");
}

TEST_F(Limits, AHeaderOf60KiBArrives) {
    auto const result =
        call_with(answer_always(make_answer("hello", "X: " + std::string(60U << 10U, 'x') + "\r\n")));
    EXPECT_EQ(told(result), "200 hello");
}

TEST_F(Limits, AHeaderWithoutEndIsMalformed) {
    EXPECT_EQ(told(call_with(answer_without_end("HTTP/1.1 200 OK\r\nX: ", "x"))), "malformed HeaderTooLarge");
    EXPECT_EQ(told(call_with(answer_without_end("HTTP/1.1 200 OK\r\n", "X: x\r\n"))),
              "malformed HeaderTooLarge");
    EXPECT_EQ(told(call_with(answer_without_end("HTTP/1.1 200 ", "x"))), "malformed HeaderTooLarge");
}

TEST_F(Limits, TheHeadAndTheTailOfChunksAreLimitedToo) {
    std::string const head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
    EXPECT_EQ(told(call_with(answer_without_end(head + "5;x=", "x"))), "malformed HeaderTooLarge");
    EXPECT_EQ(told(call_with(answer_without_end(head + "0\r\n", "X: x\r\n"))), "malformed HeaderTooLarge");
}

TEST_F(Limits, AnswersInBetweenWithoutEndAreMalformed) {
    EXPECT_EQ(told(call_with(answer_without_end("", "HTTP/1.1 100 Continue\r\n\r\n"))), "malformed NoHttp");
}

}  // namespace
}  // namespace sasyncd
