#pragma once

#include "base/log.hpp"
#include "base/result.hpp"
#include "base/task.hpp"
#include "store/options.hpp"

#include <boost/asio/any_io_executor.hpp>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <queue>
#include <string>
#include <thread>

namespace sasyncd {

class Session;

/// The failure that is being handled now, translated; a broken connection is dropped, so that the next call
/// connects anew. Call it in a catch block.
[[nodiscard]] Error error_of_current_exception(Session& session);

/// One database session on a thread of its own, since libpqxx blocks. Calls are queued and awaited from the
/// io thread; only values cross. Connects when first used, and again after a failure.
class DatabaseThread {
public:
    DatabaseThread(boost::asio::any_io_executor io, std::string name, DatabaseOptions options, Log log);
    /// Cuts the connection and waits for the thread.
    ~DatabaseThread();
    DatabaseThread(DatabaseThread const&) = delete;
    DatabaseThread& operator=(DatabaseThread const&) = delete;

    template <class T>
    using Work = std::function<Result<T>(Session&)>;

    /// Runs `work` on the thread. When it takes longer than `deadline`, counted from its start, the
    /// connection is cut, which makes it fail with `retry_later`. `cancelled` when the awaiting coroutine is;
    /// the work then ends unseen. Name the work on a line of its own and move it in (see base/task.hpp).
    template <class T>
    [[nodiscard]] Task<Result<T>> call(std::chrono::milliseconds deadline, Work<T> work);

    /// When what is written by calls made from now on happened; empty: at the time of their transactions.
    void set_moment(std::string time) { moment_ = std::move(time); }

    /// Cuts the connection now; a call under way fails at once.
    void cut();

    /// How long the call under way is past its deadline; zero where none is.
    [[nodiscard]] std::chrono::milliseconds overdue() const;
    /// Tells the call under way from others; 0: none.
    [[nodiscard]] std::chrono::steady_clock::rep call_under_way() const { return deadline_at_; }

private:
    using Job = std::function<void(Session&)>;
    struct Waiter;
    struct Entry {
        Job job;
        std::shared_ptr<Waiter> waiter;
        std::string moment;
    };

    /// False when the awaiting coroutine was cancelled.
    [[nodiscard]] Task<bool> run(std::chrono::milliseconds deadline, Job job);
    [[nodiscard]] Task<bool> wait(std::shared_ptr<Waiter> waiter);
    void serve();
    [[nodiscard]] std::optional<Entry> next();

    boost::asio::any_io_executor io_;
    std::string moment_;  ///< io thread only
    std::unique_ptr<Session> session_;
    std::mutex mutex_;
    std::condition_variable wake_;
    std::queue<Entry> queue_;
    bool is_stopping_ = false;
    std::atomic<std::chrono::steady_clock::rep> deadline_at_{0};  ///< of the call under way; 0: none
    std::thread thread_;
};

template <class T>
Task<Result<T>> DatabaseThread::call(std::chrono::milliseconds deadline, Work<T> work) {
    auto outcome = std::make_shared<std::optional<Result<T>>>();
    Job job = [outcome, work = std::move(work)](Session& session) {
        try {
            outcome->emplace(work(session));
        } catch (...) {
            outcome->emplace(error_of_current_exception(session));
        }
    };
    bool const is_done = co_await run(deadline, std::move(job));
    if (!is_done)
        co_return Error(ErrorKind::cancelled, "the wait for the database was cancelled");
    co_return std::move(**outcome);
}

}  // namespace sasyncd
