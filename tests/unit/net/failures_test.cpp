#include "transport_test.hpp"

#include <sys/resource.h>
#include <unistd.h>

namespace sasyncd {
namespace {

using test::answer_always;
using test::make_answer;
using test::ScriptedServer;

class Failures : public TransportTest {};

TEST_F(Failures, ARefusedConnectionIsUnavailableAndTheAddressIsTold) {
    ScriptedServer server(io_.get_executor(), good_tls(), answer_always(make_answer("hello")));
    server.stop_listening();
    auto const result = call(get(server.port()));
    EXPECT_EQ(told(result), "unavailable ConnectionRefused");
    EXPECT_NE(result.error().what.find("sas.example:" + std::to_string(server.port())), std::string::npos);
    EXPECT_FALSE(result.error().remedy.empty());
}

TEST_F(Failures, AHostThatDoesNotExistIsUnavailable) {
    auto const result = call(get(443, "unknown.example"));
    EXPECT_EQ(told(result), "unavailable UnknownHost");
    EXPECT_NE(result.error().what.find("unknown.example:443"), std::string::npos) << result.error().what;
}

TEST_F(Failures, ANameServerThatFailsIsTriedLater) {
    EXPECT_EQ(told(call(get(443, "again.example"))), "retry_later NameServerFailed");
}

/// As long as it lives, this process can open nothing more.
class NoMoreFiles {
public:
    NoMoreFiles() {
        ::getrlimit(RLIMIT_NOFILE, &before_);
        auto const lowest_free = ::dup(STDERR_FILENO);
        ::close(lowest_free);
        auto none = before_;
        none.rlim_cur = static_cast<rlim_t>(lowest_free);
        ::setrlimit(RLIMIT_NOFILE, &none);
    }
    ~NoMoreFiles() { ::setrlimit(RLIMIT_NOFILE, &before_); }
    NoMoreFiles(NoMoreFiles const&) = delete;
    NoMoreFiles& operator=(NoMoreFiles const&) = delete;

private:
    rlimit before_{};
};

TEST_F(Failures, WithoutAFileDescriptorTheLimitIsToldAndNotTheHost) {
    ScriptedServer server(io_.get_executor(), good_tls(), answer_always(make_answer("hello")));
    transport_ = make_transport();
    {
        NoMoreFiles const none;
        auto const result = call(get(server.port(), "127.0.0.1"));
        EXPECT_EQ(told(result), "retry_later TooManyOpenFiles");
    }
    // The server of before could not accept either, and gave up.
    ScriptedServer next(io_.get_executor(), good_tls(), answer_always(make_answer("hello")));
    EXPECT_EQ(told(call(get(next.port(), "127.0.0.1"))), "200 hello");
}

TEST_F(Failures, EveryAddressOfAHostIsTried) {
    ScriptedServer server(io_.get_executor(), good_tls(), answer_always(make_answer("hello")));
    EXPECT_EQ(told(call(get(server.port(), "two.example"))), "200 hello") << "the first one refuses";
    server.stop_listening();
    transport_ = make_transport();
    EXPECT_EQ(told(call(get(server.port(), "two.example"))), "unavailable ConnectionRefused");
}

TEST_F(Failures, ATransportWorksAgainOnceTheServerIsBack) {
    auto first = std::make_unique<ScriptedServer>(io_.get_executor(), good_tls(), test::answer_and_close(""));
    EXPECT_EQ(told(call(get(first->port()))), "retry_later ConnectionClosed");
    first.reset();
    ScriptedServer second(io_.get_executor(), good_tls(), answer_always(make_answer("hello")));
    EXPECT_EQ(told(call(get(second.port()))), "200 hello");
}

}  // namespace
}  // namespace sasyncd
