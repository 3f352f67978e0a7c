#pragma once

#include "net/connection.hpp"

#include <boost/asio/steady_timer.hpp>

#include <map>
#include <vector>

namespace sasyncd {

/// Idle connections, kept per origin to save handshakes. They go after 30 s, when the other side says anything, or
/// where there are more than a few.
class ConnectionPool : public std::enable_shared_from_this<ConnectionPool> {
public:
    static constexpr std::size_t kPerOrigin = 8;
    static constexpr std::chrono::seconds kIdle{30};

    explicit ConnectionPool(boost::asio::any_io_executor executor) : timer_(std::move(executor)) {}

    /// The one used last; null where none is fit.
    [[nodiscard]] std::unique_ptr<Connection> take(Origin const& origin, Deadline now);
    void give(Origin const& origin, std::unique_ptr<Connection> connection, Deadline now);
    /// Closes the idle ones of an origin, after one of them turned out to be dead.
    void drop(Origin const& origin) { idle_.erase(origin); }
    /// Closes those that have been idle for too long.
    void prune(Deadline now);

    [[nodiscard]] std::size_t size() const;

private:
    struct Idle {
        Idle(std::unique_ptr<Connection> connection_kept, Deadline time)
            : connection(std::move(connection_kept)), since(time) {}
        std::unique_ptr<Connection> connection;
        Deadline since;
    };

    void arm();

    std::map<Origin, std::vector<Idle>> idle_;  // the one used last at the end
    boost::asio::steady_timer timer_;
    bool is_armed_ = false;
};

}  // namespace sasyncd
