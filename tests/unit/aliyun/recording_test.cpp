#include "aliyun/error_envelope.hpp"
#include "aliyun/recording_reader.hpp"
#include "aliyun/recording_writer.hpp"
#include "aliyun/replay_call.hpp"
#include "aliyun/signed_links.hpp"
#include "unit/aliyun/scripted_call.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fstream>
#include <iterator>

namespace sasyncd {
namespace {

namespace fs = std::filesystem;

std::string contents(fs::path const& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

RecordingHead head_of(std::string label = "prod") {
    RecordingHead head;
    head.version = "1.2.3";
    ScopeOptions scope;
    scope.label = std::move(label);
    scope.sites = {Site::china};
    scope.filters = {{"RepoName", "a \"quoted\" name"}};
    head.accounts = {scope};
    head.sweep.fuse.fraction = 0.1;
    head.sweep.ask.limit = 7;
    return head;
}

class Recording : public testing::Test {
protected:
    Recording() {
        char name[] = "/tmp/sasyncd-recording.XXXXXX";
        scratch_ = ::mkdtemp(name);
        directory_ = scratch_ / "recording";
    }
    ~Recording() override { fs::remove_all(scratch_); }

    std::unique_ptr<RecordingWriter> record() {
        auto made = RecordingWriter::create(directory_, head_of(), clock_, silent_log());
        EXPECT_TRUE(made.has_value()) << made.error().line();
        return std::move(*made);
    }

    /// Records what comes of these answers, in their order.
    void record_calls(std::vector<Result<HttpResponse>> answers) {
        auto recording = record();
        bench_.signed_call.show_to(recording->witness("prod", Site::china));
        for (auto& answer : answers) {
            bench_.transport.script = {std::move(answer)};
            (void)bench_.call({{"CurrentPage", "1"}});
        }
        recording->finish(0);
    }

    std::unique_ptr<ReplayCall> replay() {
        auto recorded = read_recording(directory_);
        EXPECT_TRUE(recorded.has_value()) << recorded.error().line();
        auto file = open_calls(*recorded, "prod", Site::china);
        EXPECT_TRUE(file.has_value()) << file.error().line();
        return std::make_unique<ReplayCall>(std::move(*file), io_.get_executor());
    }

    Result<HttpResponse> ask(ReplayCall& call, Parameters params = {{"CurrentPage", "1"}}) {
        return run(call.call("DescribeThings", std::move(params)));
    }

    [[nodiscard]] fs::path calls() const { return directory_ / "prod-china.ndjson.gz"; }

    fs::path scratch_;
    fs::path directory_;
    ManualClock clock_;
    CallBench bench_;
    boost::asio::io_context io_;
};

TEST_F(Recording, AnswersComeBackAsTheyCame) {
    std::string const odd("{\"text\":\"\x01 \\u0000 \\ud800 \xC3\xA9 \\\\ \"}");
    record_calls({answer(200, odd, {{"x-acs-request-id", "R-1"}, {"set-cookie", "c"}}),
                  answer(200, std::string("bad \xFF utf\0 8", 11), {})});
    auto call = replay();
    auto const first = ask(*call);
    ASSERT_TRUE(first.has_value()) << first.error().line();
    EXPECT_EQ(first->body, odd);
    EXPECT_EQ(first->header("x-acs-request-id"), "R-1");
    EXPECT_TRUE(first->header("set-cookie").empty()) << "only headers that matter are kept";
    auto const second = ask(*call);
    ASSERT_TRUE(second.has_value()) << second.error().line();
    EXPECT_EQ(second->body, std::string("bad \xFF utf\0 8", 11)) << "what is no UTF-8 is kept too";
    EXPECT_TRUE(call->deviations().empty()) << call->deviations().front();
}

TEST_F(Recording, ErrorsComeBackAsTheCallerWasTold) {
    Error reset(ErrorKind::retry_later, "connection reset");
    record_calls({refusal("Throttling.User", {{"x-acs-retry-after", "1500"}}), reset,
                  refusal("NoPermission", {}, 403)});
    auto call = replay();
    auto const throttled = ask(*call);
    ASSERT_FALSE(throttled.has_value());
    EXPECT_EQ(throttled.error().kind, ErrorKind::retry_later);
    EXPECT_EQ(throttled.error().code, "Throttling.User");
    EXPECT_EQ(throttled.error().retry_after, std::chrono::milliseconds(1500));
    EXPECT_EQ(throttled.error().request_id, "R-1");
    EXPECT_EQ(ask(*call).error().what, "connection reset");
    auto const denied = ask(*call);
    EXPECT_EQ(denied.error().kind, ErrorKind::unauthorised);
    EXPECT_TRUE(denied.error().is_denial);
}

TEST_F(Recording, WhatItDoesNotHoldIsToldAndSoIsWhatNobodyAskedFor) {
    record_calls({answer(200, "{}")});
    auto call = replay();
    auto const missing = ask(*call, {{"CurrentPage", "2"}});
    ASSERT_FALSE(missing.has_value());
    EXPECT_EQ(missing.error().kind, ErrorKind::unavailable) << "asking again helps nobody";
    auto const told = call->deviations();
    ASSERT_EQ(told.size(), 2U);
    EXPECT_NE(told[0].find("DescribeThings CurrentPage=2"), std::string::npos) << told[0];
    EXPECT_EQ(told[1], "1 of 1 recorded answers were not asked for");
}

TEST_F(Recording, AnswersOvertakeEachOtherAsTheyDid) {
    {
        auto recording = record();
        auto& witness = recording->witness("prod", Site::china);
        std::string const action = "DescribeThings";
        for (auto const* page : {"2", "3", "1"}) {
            Parameters const params{{"CurrentPage", page}};
            auto const response = answer(200, page);
            witness.saw(CallOutcome{action, params, &response, nullptr, {}});
        }
        recording->finish(0);
    }
    auto call = replay();
    std::string order;
    auto const read = [&](char const* page) -> Task<void> {
        Parameters params{{"CurrentPage", page}};
        std::string action = "DescribeThings";
        auto got = co_await call->call(std::move(action), std::move(params));
        order += got->body;
    };
    for (auto const* page : {"1", "2", "3"})
        boost::asio::co_spawn(io_, read(page), boost::asio::detached);
    io_.run();
    EXPECT_EQ(order, "231");
}

TEST_F(Recording, WhatIsCutShortReadsUpToWhereItEnds) {
    record_calls({answer(200, "first"), answer(200, std::string(5000, 'x') + "second")});
    auto const whole = contents(calls());
    for (auto size = whole.size() - 1; size > 0; size -= std::min<std::size_t>(size, 7)) {
        fs::resize_file(calls(), size);
        auto call = replay();
        if (auto const first = ask(*call); first.has_value()) {
            EXPECT_EQ(first->body, "first") << "cut to " << size;
        }
        auto const told = call->deviations();
        ASSERT_FALSE(told.empty()) << "cut to " << size << " bytes, and nothing is said";
        EXPECT_NE(told[0].find("cut short"), std::string::npos) << told[0];
    }
}

TEST_F(Recording, DamageIsToldWithFileAndLine) {
    record_calls({answer(200, "first"), answer(200, "second")});
    auto bytes = contents(calls());
    fs::remove(calls());
    auto file = GzipWriter::create(calls());
    ASSERT_TRUE((*file)->write(
        R"({"at":"x","action":"DescribeThings","parameters":{},"status":200,"headers":{},"body":""})"));
    ASSERT_TRUE((*file)->write(R"({"action":)"));
    ASSERT_TRUE((*file)->finish());
    auto call = replay();
    EXPECT_FALSE(ask(*call).has_value());
    EXPECT_NE(call->deviations().at(0).find("prod-china.ndjson.gz, line 2"), std::string::npos)
        << call->deviations().at(0);
    bytes[bytes.size() / 2] = static_cast<char>(bytes[bytes.size() / 2] ^ 0x55);
    std::ofstream(calls(), std::ios::binary | std::ios::trunc) << bytes;
    auto damaged = replay();
    while (ask(*damaged).has_value()) {}
    EXPECT_NE(damaged->deviations().at(0).find("prod-china.ndjson.gz, line"), std::string::npos)
        << damaged->deviations().at(0);
}

TEST_F(Recording, NoCredentialIsInAnyFile) {
    std::string const echoed =
        R"({"Code":"SignatureDoesNotMatch","Message":"key LTAIkeyid0123456789, string to sign: GET)"
        R"( x-acs-security-token:s3cr3t-of-key","RequestId":"R"})";
    record_calls({answer(400, echoed), answer(200, R"({"Note":"LTAIkeyid0123456789"})")});
    for (auto const& entry : fs::directory_iterator(directory_)) {
        std::string text = contents(entry.path());
        if (entry.path().extension() == ".gz") {
            auto file = GzipReader::open(entry.path());
            text.clear();
            while (auto line = (*file)->next().value())
                text += *line;
        }
        for (auto const* secret :
             {"LTAIkeyid0123456789", "s3cr3t-of-key", "x-acs-signature", "Authorization"})
            EXPECT_EQ(text.find(secret), std::string::npos)
                << secret << " is in " << entry.path() << ": " << text;
    }
}

TEST_F(Recording, IsForItsOwnersEyesAndNeverOverAnother) {
    record_calls({});
    struct stat seen {};
    ASSERT_EQ(::stat(directory_.c_str(), &seen), 0);
    EXPECT_EQ(seen.st_mode & 0777U, 0700U);
    for (auto const& entry : fs::directory_iterator(directory_)) {
        ASSERT_EQ(::stat(entry.path().c_str(), &seen), 0);
        EXPECT_EQ(seen.st_mode & 0777U, 0600U) << entry.path();
    }
    auto const again = RecordingWriter::create(directory_, head_of(), clock_, silent_log());
    ASSERT_FALSE(again.has_value());
    EXPECT_NE(again.error().line().find("is not empty"), std::string::npos) << again.error().line();
}

TEST_F(Recording, TheHeadTellsWhatSteeredTheSweep) {
    auto recording = record();
    recording->note_account("prod", "1234567890123456");
    JournalEntry moment;
    moment.what = "publish 1234567890123456/china";
    moment.at = "2023-11-14T22:13:20.000001Z";
    recording->note(moment);
    recording->finish(75);
    auto const recorded = read_recording(directory_);
    ASSERT_TRUE(recorded.has_value()) << recorded.error().line();
    auto const& head = recorded->head;
    EXPECT_EQ(head.version, "1.2.3");
    EXPECT_EQ(head.accounts.at(0).account_id, "1234567890123456");
    EXPECT_EQ(head.accounts.at(0).filters, head_of().accounts.at(0).filters);
    EXPECT_EQ(head.accounts.at(0).sites, std::vector<Site>{Site::china});
    EXPECT_EQ(head.sweep.fuse.fraction, 0.1);
    EXPECT_EQ(head.sweep.ask.limit, 7U);
    EXPECT_EQ(recorded->journal.at(0).what, moment.what);
    EXPECT_EQ(recorded->journal.at(0).at, moment.at);
    EXPECT_EQ(recorded->exit_status, 75);
}

TEST_F(Recording, AHeadFromElsewhereCannotNameFilesOrStatements) {
    auto const head = to_json(head_of("../../etc"));
    EXPECT_FALSE(parse_recording_head(head).has_value());
    EXPECT_FALSE(parse_journal_entry(R"({"moment":"x","at":"2023'; DROP SCHEMA sasync; --"})").has_value());
    EXPECT_FALSE(parse_recording_head("[]").has_value());
    EXPECT_FALSE(parse_recording_head("").has_value());
    auto other = head_of();
    other.started_at = "2023-11-14T22:13:20Z";
    auto text = to_json(other);
    ASSERT_TRUE(parse_recording_head(text).has_value()) << parse_recording_head(text).error().line();
    text.replace(text.find("\"format\":1"), 10, "\"format\":2");
    EXPECT_EQ(parse_recording_head(text).error().kind, ErrorKind::rejected);
}

TEST(SignedLinks, AreCutWhereverTheyStand) {
    EXPECT_EQ(without_signed_links(R"({"DownloadUrl" : "https://h/p?Expires=1&Signature=ab%3D","A":"b?c"})"),
              R"({"DownloadUrl" : "https://h/p","A":"b?c"})");
    EXPECT_EQ(
        without_signed_links(R"({"Download\u0055rl":"https://h/p\u003fOSSAccessKeyId=x&Signature=ab"})"),
        R"({"Download\u0055rl":"https://h/p"})");
    EXPECT_EQ(without_signed_links(R"({"DownloadUrl":"https://h/p?a\"b","B":1})"),
              R"({"DownloadUrl":"https://h/p","B":1})");
    EXPECT_EQ(without_signed_links(R"({"DownloadUrl":"https://h/p?Signature=ab)"),
              R"({"DownloadUrl":"https://h/p)")
        << "an answer cut off";
    EXPECT_EQ(without_signed_links(R"({"DownloadUrl":null,"FilePath":"/a?b","DownloadUrl":"x"})"),
              R"({"DownloadUrl":null,"FilePath":"/a?b","DownloadUrl":"x"})");
    EXPECT_EQ(without_signed_links("\xFF\" ?\\"), "\xFF\" ?\\") << "what is no JSON stays";
}

}  // namespace
}  // namespace sasyncd
