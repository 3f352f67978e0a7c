#include "store/database_thread.hpp"

#include "store/session.hpp"
#include "store/sql_errors.hpp"

#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace sasyncd {

namespace asio = boost::asio;
using SteadyClock = std::chrono::steady_clock;

Error error_of_current_exception(Session& session) {
    try {
        throw;
    } catch (std::exception const& failure) {
        if (breaks_connection(failure))
            session.disconnect();
        return to_error(failure);
    }
}

/// What the io thread and the database thread share of one call.
struct DatabaseThread::Waiter {
    Waiter(asio::any_io_executor const& io, std::chrono::milliseconds limit) : done(io), deadline(limit) {}

    asio::steady_timer done;  ///< io thread only; cancelled when the call has ended
    bool is_done = false;     ///< io thread only
    std::chrono::milliseconds deadline;
    std::atomic<SteadyClock::rep> cut_at{0};  ///< 0: not started
};

DatabaseThread::DatabaseThread(asio::any_io_executor io, std::string name, DatabaseOptions options, Log log)
    : io_(std::move(io)),
      session_(std::make_unique<Session>(std::move(name), std::move(options), std::move(log))),
      thread_([this] { serve(); }) {}

DatabaseThread::~DatabaseThread() {
    {
        std::lock_guard const lock(mutex_);
        is_stopping_ = true;
    }
    wake_.notify_one();
    session_->cut();
    thread_.join();
}

void DatabaseThread::cut() {
    session_->cut();
}

std::chrono::milliseconds DatabaseThread::overdue() const {
    auto const at = deadline_at_.load();
    if (at == 0)
        return {};
    auto const late = SteadyClock::now() - SteadyClock::time_point(SteadyClock::duration(at));
    return std::max(std::chrono::milliseconds(0),
                    std::chrono::duration_cast<std::chrono::milliseconds>(late));
}

Task<bool> DatabaseThread::run(std::chrono::milliseconds deadline, Job job) {
    auto waiter = std::make_shared<Waiter>(io_, deadline);
    {
        std::lock_guard const lock(mutex_);
        queue_.push(Entry{std::move(job), waiter, moment_});
    }
    wake_.notify_one();
    co_return co_await wait(std::move(waiter));
}

Task<bool> DatabaseThread::wait(std::shared_ptr<Waiter> waiter) {
    bool is_cut = false;
    while (!waiter->is_done) {
        // Until the call has started, nobody knows when its deadline is: look again later.
        auto const cut_at = waiter->cut_at.load();
        auto const wake_at = is_cut        ? SteadyClock::time_point::max()
                             : cut_at == 0 ? SteadyClock::now() + waiter->deadline
                                           : SteadyClock::time_point(SteadyClock::duration(cut_at));
        waiter->done.expires_at(wake_at);
        boost::system::error_code ec;
        co_await waiter->done.async_wait(asio::redirect_error(asio::use_awaitable, ec));
        if (waiter->is_done)
            break;
        if (ec)
            co_return false;
        if (cut_at != 0) {
            session_->cut();
            is_cut = true;
        }
    }
    co_return true;
}

std::optional<DatabaseThread::Entry> DatabaseThread::next() {
    std::unique_lock lock(mutex_);
    wake_.wait(lock, [this] { return is_stopping_ || !queue_.empty(); });
    if (is_stopping_)
        return std::nullopt;
    auto entry = std::move(queue_.front());
    queue_.pop();
    return entry;
}

void DatabaseThread::serve() {
    while (auto entry = next()) {
        auto const cut_at = SteadyClock::now() + entry->waiter->deadline;
        deadline_at_ = cut_at.time_since_epoch().count();
        entry->waiter->cut_at = deadline_at_.load();
        session_->set_moment(entry->moment);
        entry->job(*session_);
        deadline_at_ = 0;
        entry->job = nullptr;
        asio::post(io_, [waiter = std::move(entry->waiter)] {
            waiter->is_done = true;
            waiter->done.cancel();
        });
    }
}

}  // namespace sasyncd
