#include "aliyun/program.hpp"

#include "aliyun/command_words.hpp"
#include "base/clock.hpp"
#include "unit/aliyun/credential_bench.hpp"

#include <boost/asio/detached.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <chrono>

namespace sasyncd {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;
using namespace std::chrono_literals;

std::vector<std::string> words(std::string_view command) {
    return command_words(command).value();
}

TEST(CommandWords, FollowTheQuotesOfAShellAndNothingElseOfIt) {
    EXPECT_THAT(words("  tool  --a b\tc\n"), ElementsAre("tool", "--a", "b", "c"));
    EXPECT_THAT(words(R"('a b' "c d" e' 'f "" '')"), ElementsAre("a b", "c d", "e f", "", ""));
    EXPECT_THAT(words(R"(a\ b \' "\"\$\\ \n" '\')"), ElementsAre("a b", "'", R"("$\ \n)", "\\"));
    EXPECT_THAT(words("a $HOME `id` ; b | c > d *"),
                ElementsAre("a", "$HOME", "`id`", ";", "b", "|", "c", ">", "d", "*"));
    EXPECT_THAT(words("a\\\nb"), ElementsAre("ab"));
    for (auto const* bad : {"", "  ", "'a", "\"a", "a\\", "\"a\\", "'' x"})
        EXPECT_FALSE(command_words(bad).has_value()) << bad;
}

/// Real programs, and so the real clock.
class Programs : public testing::Test, protected CredentialBench {
protected:
    Result<Secret> run_it(std::vector<std::string> command, ProgramLimits limits = {}) {
        boost::asio::io_context io;
        std::optional<Result<Secret>> out;
        boost::asio::co_spawn(io, run_program(std::move(command), limits, real_),
                              [&](std::exception_ptr, Result<Secret> got) { out.emplace(std::move(got)); });
        io.run();
        return std::move(out.value());
    }
    std::string script(std::string const& text) {
        write("tool", "#!/bin/sh\n" + text + "\n");
        ::chmod((home / "tool").c_str(), 0755);
        return home / "tool";
    }

    RealClock real_;
};

TEST_F(Programs, OutputIsReturnedAndNoShellLooksAtTheWords) {
    EXPECT_EQ(run_it({"printf", "%s|%s", "$HOME", "a b;c"})->reveal(), "$HOME|a b;c");
    EXPECT_EQ(run_it({"cat"})->reveal(), "") << "there is no input";
}

TEST_F(Programs, FailuresAreToldWithoutWhatTheProgramSaid) {
    auto const failed = run_it({script("echo out-secret; echo err-secret >&2; exit 3")});
    EXPECT_EQ(failed.error().kind, ErrorKind::unauthorised);
    EXPECT_THAT(failed.error().what, HasSubstr("ended with status 3"));
    EXPECT_THAT(failed.error().line(), Not(HasSubstr("secret")));
    EXPECT_THAT(run_it({script("kill -9 $$")}).error().what, HasSubstr("signal 9"));
    EXPECT_THAT(run_it({"/nowhere/at-all"}).error().what, HasSubstr("cannot be started"));
}

TEST_F(Programs, OneThatTakesTooLongIsKilledWithAllThatItStarted) {
    ProgramLimits limits;
    limits.time = 200ms;
    auto const pid_file = home / "pid";
    auto const began = std::chrono::steady_clock::now();
    auto const slow = run_it({script("sleep 600 & echo $! > '" + pid_file.string() + "'; wait")}, limits);
    EXPECT_EQ(slow.error().kind, ErrorKind::retry_later);
    EXPECT_LT(std::chrono::steady_clock::now() - began, 60s);
    int pid = 0;
    std::ifstream(pid_file) >> pid;
    if (pid == 0)
        return;  // killed before it had told
    std::string state = "R";
    for (int i = 0; i < 500 && state != "Z" && !state.empty(); ++i) {
        std::string ignored;
        state.clear();
        std::ifstream(("/proc/" + std::to_string(pid) + "/stat")) >> ignored >> ignored >> state;
        ::usleep(10'000);
    }
    EXPECT_TRUE(state.empty() || state == "Z") << "what it started lives on as " << pid;
}

TEST_F(Programs, OneThatWritesTooMuchIsStopped) {
    ProgramLimits limits;
    limits.output = 1000;
    EXPECT_EQ(run_it({"yes"}, limits).error().kind, ErrorKind::malformed);
}

TEST_F(Programs, NoneOfOurDescriptorsIsInherited) {
    int const open_one = ::dup(0);
    auto const seen = run_it({"ls", "/proc/self/fd"});
    ::close(open_one);
    EXPECT_EQ(seen->reveal(), "0\n1\n2\n3\n") << "3 is what ls itself opened";
}

TEST_F(Programs, AProfileOfModeExternalGivesWhatItsProgramPrints) {
    auto const tool = script(R"(printf '{"mode":"StsToken","access_key_id":"id","access_key_secret":"s",'
printf '"sts_token":"%s","expiration":"2123-11-14T22:13:20Z"}' "$1")");
    write(".aliyun/config.json",
          R"({"current":"x","profiles":[{"name":"x","mode":"External","process_command":")" + tool +
              R"( 'to ken'"}]})");
    CredentialTools const own{transport, real_,        observer, tools().environment,
                              endpoints, silent_log(), "prod",   [] { return 0.0; }};
    auto const provider = make_credentials(CredentialsOptions(), own).value();
    boost::asio::io_context io;
    std::optional<Result<Credentials>> out;
    boost::asio::co_spawn(io, provider->get(),
                          [&](std::exception_ptr, Result<Credentials> got) { out.emplace(std::move(got)); });
    io.run();
    ASSERT_TRUE(out->has_value()) << out->error().line();
    EXPECT_EQ((*out)->security_token.reveal(), "to ken");
}

}  // namespace
}  // namespace sasyncd
