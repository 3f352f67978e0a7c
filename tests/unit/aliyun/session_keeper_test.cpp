#include "aliyun/session_keeper.hpp"

#include "base/gather.hpp"
#include "unit/aliyun/credential_bench.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

namespace sasyncd {
namespace {

using namespace std::chrono_literals;

/// Gives sessions "1", "2", …, or the failure that it is told.
class CountingSource final : public GrantSource {
public:
    [[nodiscard]] Task<Result<CredentialGrant>> fetch() override {
        ++fetched;
        co_await yield_turns(3);  // others come meanwhile
        if (failure)
            co_return *failure;
        Credentials keys(std::to_string(fetched), Secret("s"), Secret("t"), "test");
        CredentialGrant grant(std::move(keys));
        grant.lifetime = lifetime;
        co_return grant;
    }

    int fetched = 0;
    std::optional<Error> failure;
    std::optional<std::chrono::milliseconds> lifetime = 60min;
};

class SessionKeeperTest : public testing::Test, protected CredentialBench {
protected:
    SessionKeeperTest() {
        auto source = std::make_unique<CountingSource>();
        source_ = source.get();
        keeper_ = std::make_unique<SessionKeeper>(std::move(source), tools());
    }

    std::string id() {
        auto const got = get(*keeper_);
        return got.has_value() ? got->access_key_id : std::string(to_string(got.error().kind));
    }

    CountingSource* source_;
    std::unique_ptr<SessionKeeper> keeper_;
};

Task<void> ask_side_by_side(SessionKeeper& keeper, std::multiset<std::string>& ids) {
    auto executor = co_await boost::asio::this_coro::executor;
    Gather<Result<Credentials>> under_way(executor);
    for (int i = 0; i < 8; ++i)
        under_way.start(keeper.get());
    while (under_way.pending() > 0) {
        auto got = co_await under_way.next();
        ids.insert(got.has_value() ? got->access_key_id : got.error().what);
    }
}

TEST_F(SessionKeeperTest, OneSessionServesAllUntilItIsDue) {
    for (auto const& [die_now, minutes] :
         std::map<double, std::chrono::minutes>{{0, 55min}, {0.999999, 45min}}) {
        die = die_now;
        keeper_->invalidate(id());
        auto const first = id();
        clock.advance(minutes - 1s);
        EXPECT_EQ(id(), first) << "renewed too early with dice " << die_now;
        clock.advance(2s);
        EXPECT_NE(id(), first) << "not renewed " << minutes.count() << " minutes on, with dice " << die_now;
    }
}

TEST_F(SessionKeeperTest, AShortSessionIsRenewedHalfWay) {
    source_->lifetime = 4s;
    EXPECT_EQ(id(), "1");
    clock.advance(1900ms);
    EXPECT_EQ(id(), "1");
    clock.advance(200ms);
    EXPECT_EQ(id(), "2");
}

TEST_F(SessionKeeperTest, ThoseWhoComeTogetherCauseOneFetch) {
    std::multiset<std::string> ids;
    run(ask_side_by_side(*keeper_, ids));
    EXPECT_EQ(ids.count("1"), 8U);
    EXPECT_EQ(source_->fetched, 1);
    clock.advance(58min);
    ids.clear();
    run(ask_side_by_side(*keeper_, ids));
    EXPECT_EQ(source_->fetched, 2);
    EXPECT_EQ(ids.count("1"), 7U) << "the others go on with the old one";
    EXPECT_EQ(ids.count("2"), 1U);
}

TEST_F(SessionKeeperTest, AFailureIsToldToAllWhoWaitedForIt) {
    source_->failure = Error(ErrorKind::unauthorised, "no such role");
    std::multiset<std::string> ids;
    run(ask_side_by_side(*keeper_, ids));
    EXPECT_EQ(ids.count("no such role"), 8U);
    EXPECT_EQ(source_->fetched, 1);
}

TEST_F(SessionKeeperTest, AFailedRenewalLeavesTheOldSessionUntilItEnds) {
    EXPECT_EQ(id(), "1");
    source_->failure = Error(ErrorKind::retry_later, "STS is throttled").after(2min);
    clock.advance(56min);
    EXPECT_EQ(id(), "1");
    EXPECT_EQ(source_->fetched, 2);
    EXPECT_EQ(id(), "1");
    EXPECT_EQ(source_->fetched, 2) << "not asked again before its time";
    clock.advance(121s);
    EXPECT_EQ(id(), "1");
    EXPECT_EQ(source_->fetched, 3);
    clock.advance(2min);
    EXPECT_EQ(id(), "retry_later") << "it is over";
    source_->failure.reset();
    clock.advance(5min);
    EXPECT_EQ(id(), "5");
}

TEST_F(SessionKeeperTest, AServiceThatIsAwayIsNotAskedByEveryCall) {
    source_->failure = Error(ErrorKind::unavailable, "refused");
    for (int i = 0; i < 20; ++i)
        EXPECT_EQ(id(), "unavailable");
    EXPECT_EQ(source_->fetched, 1);
    clock.advance(1100ms);
    source_->failure.reset();
    EXPECT_EQ(id(), "2");
}

TEST_F(SessionKeeperTest, ARefusedSessionIsReplacedOnceThoughManyWereRefusedWithIt) {
    EXPECT_EQ(id(), "1");
    keeper_->invalidate("1");
    EXPECT_EQ(id(), "2");
    keeper_->invalidate("1");
    keeper_->invalidate("1");
    EXPECT_EQ(id(), "2");
    EXPECT_EQ(source_->fetched, 2);
}

TEST_F(SessionKeeperTest, ASessionThatIsOverBeforeItBeginsIsNotUsed) {
    source_->lifetime = 0ms;
    EXPECT_EQ(id(), "retry_later");
}

TEST_F(SessionKeeperTest, KeysWithoutEndAreKept) {
    source_->lifetime.reset();
    EXPECT_EQ(id(), "1");
    clock.advance(std::chrono::hours(24 * 365));
    EXPECT_EQ(id(), "1");
}

TEST_F(SessionKeeperTest, TheEndIsCountedByTheGiversClock) {
    // Ours is 40 minutes behind: by it the session would seem to last 100 minutes.
    HttpHeaders const date{{"Date", "Tue, 14 Nov 2023 22:53:20 GMT"}};
    auto first = granted("STS.one", "23:53:20");
    first.headers = date;
    transport.script = {first, granted("STS.two", "23:59:59")};
    auto options = options_of(CredentialsOptions::Kind::uri);
    options.uri = "https://keys.example/";
    auto const provider = make(options);
    EXPECT_EQ(get(*provider)->access_key_id, "STS.one");
    clock.advance(56min);
    EXPECT_EQ(get(*provider)->access_key_id, "STS.two");
}

}  // namespace
}  // namespace sasyncd
