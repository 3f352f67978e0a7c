#include "net/connection_pool.hpp"

#include "transport_test.hpp"

#include <boost/asio/co_spawn.hpp>

namespace sasyncd {
namespace {

using test::answer_always;
using test::make_answer;
using test::ScriptedServer;

class Pool : public TransportTest {
protected:
    Pool()
        : server_(io_.get_executor(), answer_always(make_answer("hello"))),
          origin_("127.0.0.1", server_.port(), false),
          context_(make_tls_context("").value()),
          pool_(std::make_shared<ConnectionPool>(io_.get_executor())),
          now_(std::chrono::steady_clock::now()) {}

    std::unique_ptr<Connection> open() {
        auto connection = std::make_unique<Connection>(io_.get_executor(), *context_, origin_);
        bool is_open = false;
        boost::asio::co_spawn(io_, connection->open(nullptr, now_ + kPatience),
                              [&](std::exception_ptr const& failure, Status const& status) {
                                  EXPECT_TRUE(!failure && status.has_value());
                                  is_open = true;
                              });
        run_until([&] { return is_open; });
        return connection;
    }

    ScriptedServer server_;
    Origin origin_;
    std::unique_ptr<boost::asio::ssl::context> context_;
    std::shared_ptr<ConnectionPool> pool_;
    Deadline now_;
};

TEST_F(Pool, GivesBackWhatWasUsedLast) {
    EXPECT_EQ(pool_->take(origin_, now_), nullptr);
    auto first = open();
    auto second = open();
    auto const* const last = second.get();
    pool_->give(origin_, std::move(first), now_);
    pool_->give(origin_, std::move(second), now_);
    EXPECT_EQ(pool_->take(origin_, now_).get(), last);
    EXPECT_EQ(pool_->size(), 1U);
    EXPECT_EQ(pool_->take(Origin("127.0.0.1", 1, false), now_), nullptr) << "for its own origin only";
}

TEST_F(Pool, ForgetsWhatWasIdleForTooLong) {
    pool_->give(origin_, open(), now_);
    pool_->give(origin_, open(), now_ + 10s);
    pool_->prune(now_ + ConnectionPool::kIdle - 1ms);
    EXPECT_EQ(pool_->size(), 2U);
    pool_->prune(now_ + ConnectionPool::kIdle);
    EXPECT_EQ(pool_->size(), 1U);
    EXPECT_EQ(pool_->take(origin_, now_ + ConnectionPool::kIdle + 10s), nullptr);
    run_until([&] { return server_.records().ended == 2; });
}

TEST_F(Pool, KeepsNoMoreThanAFewOfEachOrigin) {
    for (std::size_t i = 0; i < ConnectionPool::kPerOrigin + 2; ++i)
        pool_->give(origin_, open(), now_);
    EXPECT_EQ(pool_->size(), ConnectionPool::kPerOrigin);
}

TEST_F(Pool, DropsAnOriginWhole) {
    pool_->give(origin_, open(), now_);
    pool_->give(origin_, open(), now_);
    pool_->drop(origin_);
    EXPECT_EQ(pool_->size(), 0U);
    EXPECT_EQ(pool_->take(origin_, now_), nullptr);
}

TEST_F(Pool, DoesNotOutliveItsOwnerForTheSakeOfATimer) {
    pool_->give(origin_, open(), now_);
    std::weak_ptr<ConnectionPool> const watched = pool_;
    pool_.reset();
    EXPECT_TRUE(watched.expired());
    run_until([&] { return server_.records().ended == 1; });
}

}  // namespace
}  // namespace sasyncd
