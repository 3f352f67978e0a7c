#include "transport_test.hpp"

namespace sasyncd {
namespace {

using test::answer_always;
using test::answer_and_close;
using test::make_answer;
using test::Peer;
using test::ScriptedServer;

class Answers : public TransportTest {
protected:
    /// What a call ends with where the server follows that script.
    Result<HttpResponse> call_with(test::Script script) {
        ScriptedServer server(io_.get_executor(), good_tls(), std::move(script));
        auto result = call(get(server.port()));
        if (!server.records().requests.empty())
            head_ = server.records().requests.back().head;
        return result;
    }

    std::string head_;
};

test::Script answer_and_say_farewell(std::string bytes) {
    return [bytes = std::move(bytes)](Peer& peer) -> Task<void> {
        static_cast<void>(co_await peer.read_request());
        co_await peer.write(bytes);
        co_await peer.say_farewell();
    };
}

TEST_F(Answers, TheRequestAsksForWhatIsUnderstoodAndNoMore) {
    ScriptedServer server(io_.get_executor(), good_tls(), answer_always(make_answer("hello")));
    HttpRequest request("POST", Origin("sas.example", server.port()), "/?Action=A&B=%20");
    request.headers = {{"x-acs-date", "2026-01-01T00:00:00Z"}};
    request.body = "body";
    EXPECT_EQ(told(call(std::move(request))), "200 hello");
    ASSERT_EQ(server.records().requests.size(), 1U);
    auto const& seen = server.records().requests.front();
    EXPECT_EQ(seen.head,
              "POST /?Action=A&B=%20 HTTP/1.1\r\nHost: sas.example:" + std::to_string(server.port()) +
                  "\r\nAccept-Encoding: identity\r\nx-acs-date: 2026-01-01T00:00:00Z\r\n"
                  "Content-Length: 4\r\n\r\n");
    EXPECT_EQ(seen.body, "body");
}

TEST_F(Answers, ARequestThatWouldSmuggleALineIsNeverSent) {
    ScriptedServer server(io_.get_executor(), good_tls(), answer_always(make_answer("hello")));
    auto in_target = get(server.port());
    in_target.target = "/ HTTP/1.1\r\nx: y";
    auto in_field = get(server.port());
    in_field.headers = {{"x-token", "a\r\nx: y"}};
    EXPECT_EQ(call(in_target).error().kind, ErrorKind::bug);
    EXPECT_EQ(call(in_field).error().kind, ErrorKind::bug);
    EXPECT_EQ(server.records().requests.size(), 0U);
}

TEST_F(Answers, StatusFieldsAndBodyArriveAsTheyWereSent) {
    auto const result = call_with(answer_always(make_answer(
        "{\"Code\":\"Throttling\"}", "X-Acs-Request-Id: 4E2A\r\nDate: now\r\n", "400 Bad Request")));
    ASSERT_TRUE(result.has_value()) << result.error().line();
    EXPECT_EQ(result->status, 400U);
    EXPECT_EQ(result->body, "{\"Code\":\"Throttling\"}");
    EXPECT_EQ(result->header("x-acs-request-id"), "4E2A");
    EXPECT_EQ(result->header("DATE"), "now");
    EXPECT_EQ(result->header("x-other"), "");
}

TEST_F(Answers, ChunksArePutTogether) {
    EXPECT_EQ(told(call_with(answer_always("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
                                           "3\r\nhel\r\n2;extension=1\r\nlo\r\n0\r\nX-Trailer: 1\r\n\r\n"))),
              "200 hello");
}

TEST_F(Answers, AnswersThatArriveByteByByteArePutTogether) {
    EXPECT_EQ(told(call_with([](Peer& peer) -> Task<void> {
                  if (!co_await peer.read_request())
                      co_return;
                  for (char const byte : make_answer("hello")) {
                      std::string const one(1, byte);
                      co_await peer.write(one);
                  }
                  co_await peer.wait_for_end();
              })),
              "200 hello");
}

TEST_F(Answers, Http10IsUnderstood) {
    EXPECT_EQ(told(call_with(answer_and_close("HTTP/1.0 200 OK\r\nContent-Length: 5\r\n\r\nhello"))),
              "200 hello");
    EXPECT_EQ(told(call_with(answer_and_say_farewell("HTTP/1.0 200 OK\r\n\r\nhello"))), "200 hello");
}

TEST_F(Answers, NoBodyIsAnEmptyBody) {
    EXPECT_EQ(told(call_with(answer_always(make_answer("")))), "200 ");
    EXPECT_EQ(told(call_with(answer_always("HTTP/1.1 204 No Content\r\n\r\n"))), "204 ");
}

TEST_F(Answers, WithoutALengthTheFarewellEndsTheAnswer) {
    EXPECT_EQ(told(call_with(answer_and_say_farewell("HTTP/1.1 200 OK\r\n\r\nhello"))), "200 hello");
}

TEST_F(Answers, WithoutALengthAStreamCutOffIsNoAnswer) {
    auto const result = call_with(answer_and_close("HTTP/1.1 200 OK\r\n\r\nhello"));
    EXPECT_EQ(told(result), "retry_later ConnectionClosed") << "anybody may have cut it off";
    EXPECT_NE(result.error().what.find("before its answer was complete"), std::string::npos);
}

TEST_F(Answers, ACompleteAnswerIsGoodHoweverTheConnectionEnds) {
    EXPECT_EQ(told(call_with(answer_and_close(make_answer("hello")))), "200 hello");
}

TEST_F(Answers, AnAnswerThatBreaksOffIsTriedLater) {
    for (std::string const bytes :
         {"", "HTTP/1.1 2", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n",
          "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nhello",
          "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhel",
          "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n",
          "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n"}) {
        EXPECT_EQ(told(call_with(answer_and_close(bytes))), "retry_later ConnectionClosed") << bytes;
        EXPECT_EQ(told(call_with(answer_and_say_farewell(bytes))), "retry_later ConnectionClosed") << bytes;
    }
}

TEST_F(Answers, AResetInTheMiddleIsTriedLater) {
    auto const result = call_with([](Peer& peer) -> Task<void> {
        static_cast<void>(co_await peer.read_request());
        peer.reset();
    });
    EXPECT_EQ(told(result), "retry_later ConnectionReset");
}

TEST_F(Answers, WhatIsNoHttpIsMalformed) {
    for (std::string const bytes :
         {"220 mail.example ESMTP\r\n\r\n", "HTTP/1.1 OK\r\n\r\n", "HTTP/1.1 200 OK\r\nno field\r\n\r\n",
          "HTTP/1.1 200 OK\r\nContent-Length: five\r\n\r\nhello",
          "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\nhello",
          "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello",
          "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nfive\r\nhello\r\n0\r\n\r\n"})
        EXPECT_EQ(told(call_with(answer_and_close(bytes))), "malformed NoHttp") << bytes;
}

TEST_F(Answers, AnEncodingThatNobodyAskedForIsMalformed) {
    auto const result = call_with(answer_always(make_answer("\x1f\x8b hello", "Content-Encoding: GZIP\r\n")));
    EXPECT_EQ(told(result), "malformed ContentEncoding");
    EXPECT_NE(result.error().what.find("gzip"), std::string::npos) << result.error().what;
    EXPECT_EQ(told(call_with(answer_always(make_answer("hello", "Content-Encoding: identity\r\n")))),
              "200 hello");
}

TEST_F(Answers, AnEncodingIsSeenHoweverItIsWritten) {
    for (std::string const fields :
         {"Content-Encoding: identity\r\nContent-Encoding: gzip\r\n",
          "Content-Encoding: gzip\r\nContent-Encoding: gzip\r\n", "Content-Encoding: gzip, gzip\r\n",
          "Content-Encoding: identity, br\r\n", "Content-Encoding: never-seen\r\n",
          "content-encoding:\r\nCONTENT-ENCODING: x-gzip\r\n"})
        EXPECT_EQ(told(call_with(answer_always(make_answer("hello", fields)))), "malformed ContentEncoding")
            << fields;
    for (std::string const fields :
         {"Content-Encoding:\r\n", "Content-Encoding: identity\r\nContent-Encoding: Identity\r\n",
          "Content-Encoding: identity , identity\r\n"})
        EXPECT_EQ(told(call_with(answer_always(make_answer("hello", fields)))), "200 hello") << fields;
}

TEST_F(Answers, ATransferEncodingOtherThanChunksIsNeverHandedOnAsTheBody) {
    std::string const chunks = "5\r\nhello\r\n0\r\n\r\n";
    for (std::string const fields :
         {"Transfer-Encoding: gzip, chunked\r\n", "Transfer-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n",
          "Transfer-Encoding: gzip\r\n", "Transfer-Encoding: chunked, gzip\r\n",
          "Transfer-Encoding: chunked, chunked\r\n"}) {
        auto const result =
            call_with(answer_and_say_farewell("HTTP/1.1 200 OK\r\n" + fields + "\r\n" + chunks));
        ASSERT_TRUE(result.has_error()) << fields << told(result);
        EXPECT_EQ(result.error().kind, ErrorKind::malformed) << fields << told(result);
    }
}

TEST_F(Answers, InterimAnswersAreReadOver) {
    EXPECT_EQ(told(call_with(
                  answer_always("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n" +
                                make_answer("hello")))),
              "200 hello");
}

TEST_F(Answers, TheTimeThatItTookIsTold) {
    auto const result = call_with([](Peer& peer) -> Task<void> {
        static_cast<void>(co_await peer.read_request());
        co_await peer.pause(30ms);
        auto const answer = make_answer("hello");
        co_await peer.write(answer);
    });
    ASSERT_TRUE(result.has_value()) << result.error().line();
    EXPECT_GE(result->duration, 30ms);
    EXPECT_LT(result->duration, kPatience);
}

TEST_F(Answers, InClearToThisHostTheSameHolds) {
    ScriptedServer server(io_.get_executor(), answer_always(make_answer("hello")));
    auto request = get(server.port(), "127.0.0.1");
    request.origin.tls = false;
    EXPECT_EQ(told(call(request)), "200 hello");
    EXPECT_EQ(told(call(request)), "200 hello");
    EXPECT_EQ(server.records().accepted, 1);
}

}  // namespace
}  // namespace sasyncd
