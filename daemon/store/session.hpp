#pragma once

#include "base/log.hpp"
#include "base/result.hpp"
#include "store/options.hpp"
#include "store/pqxx_bridge.hpp"

#include <memory>
#include <mutex>
#include <string>
#include <type_traits>

namespace sasyncd {

/// A connection that is made when it is needed, and dropped once it broke. All but `cut` belongs to one
/// thread.
class Session {
public:
    Session(std::string name, DatabaseOptions options, Log log);
    ~Session();

    /// Runs `work(Transaction&)`, which returns a `Result`, in one transaction: committed where it returns a
    /// value, rolled back where it returns an error or throws. Time-outs are set in the transaction itself,
    /// since a pooler may hand each one to another session.
    template <class F>
    auto transact(F&& work) -> std::invoke_result_t<F, Transaction&> {
        Transaction transaction(connect());
        transaction.exec(preamble_ + set_moment_sql());
        auto result = work(transaction);
        if (result)
            transaction.commit();
        return result;
    }

    void disconnect();

    /// When what is written from now on happened, as `sasync.moment()` tells; empty: at its transaction's time.
    void set_moment(std::string time) { moment_ = std::move(time); }

    /// Shuts the socket, which wakes whoever waits for it. From any thread, never blocks.
    void cut();

private:
    [[nodiscard]] pqxx::connection& connect();
    [[nodiscard]] std::string set_moment_sql() const;
    void expose_socket(int fd);

    std::string name_;
    DatabaseOptions options_;
    Log log_;
    std::string preamble_;
    std::string moment_;
    std::unique_ptr<pqxx::connection> connection_;
    std::mutex socket_mutex_;
    int socket_ = -1;
};

}  // namespace sasyncd
