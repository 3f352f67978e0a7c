#include "aliyun/vouched_credentials.hpp"

#include "unit/aliyun/scripted_call.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace sasyncd {
namespace {

using testing::HasSubstr;

class VouchedTest : public testing::Test {
protected:
    VouchedTest() { change("key one"); }

    void change(std::string identity) { bench_.credentials.found->identity = std::move(identity); }
    void sts_answers(std::string const& account_id) {
        bench_.transport.script = {answer(200, R"({"AccountId":")" + account_id + R"("})")};
    }
    std::size_t asked() const { return bench_.transport.requests.size(); }

    CallBench bench_{"https://sts.example", "2015-04-01"};
    VouchedCredentials vouched_{bench_.credentials, bench_.signed_call};
};

TEST_F(VouchedTest, TheAccountIsAskedForOncePerIdentity) {
    sts_answers("1");
    EXPECT_EQ(run(vouched_.account_id()).value(), "1");
    bench_.credentials.found->access_key_id = "STS.another-session-of-the-same";
    EXPECT_EQ(run(vouched_.account_id()).value(), "1");
    EXPECT_TRUE(run(vouched_.get()).has_value());
    EXPECT_EQ(asked(), 1U);
    change("key two");
    EXPECT_EQ(run(vouched_.account_id()).value(), "1");
    EXPECT_EQ(asked(), 2U);
}

TEST_F(VouchedTest, NewKeysOfTheSameAccountAreTaken) {
    sts_answers("1");
    ASSERT_TRUE(run(vouched_.account_id()).has_value());
    change("key two");
    EXPECT_TRUE(run(vouched_.get()).has_value());
    EXPECT_TRUE(run(vouched_.get()).has_value());
    EXPECT_EQ(asked(), 2U);
}

TEST_F(VouchedTest, KeysOfAnotherAccountSignNoCall) {
    sts_answers("1");
    ASSERT_TRUE(run(vouched_.account_id()).has_value());
    change("key of another");
    sts_answers("2");
    auto const refused = run(vouched_.get());
    ASSERT_TRUE(refused.has_error());
    EXPECT_EQ(refused.error().kind, ErrorKind::unauthorised);
    EXPECT_FALSE(refused.error().is_denial);
    EXPECT_THAT(refused.error().line(), HasSubstr("accept-account"));
    EXPECT_EQ(run(vouched_.account_id()).value(), "2") << "whoever asks is told whose they are";
}

TEST_F(VouchedTest, UntilItIsKnownWhoseTheyAreNewKeysSignNothing) {
    sts_answers("1");
    ASSERT_TRUE(run(vouched_.account_id()).has_value());
    change("key two");
    bench_.transport.script = {Error(ErrorKind::unavailable, "STS is away")};
    EXPECT_EQ(run(vouched_.get()).error().kind, ErrorKind::unavailable);
    vouched_.trust("1", "key two");
    EXPECT_TRUE(run(vouched_.get()).has_value()) << "on record as this account's";
}

TEST_F(VouchedTest, WithAnAccountOfTheSettingsNothingIsAsked) {
    EXPECT_TRUE(run(vouched_.get()).has_value());
    EXPECT_EQ(asked(), 0U);
}

}  // namespace
}  // namespace sasyncd
