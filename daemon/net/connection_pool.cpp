#include "net/connection_pool.hpp"

#include <algorithm>

namespace sasyncd {

std::unique_ptr<Connection> ConnectionPool::take(Origin const& origin, Deadline now) {
    prune(now);
    auto const found = idle_.find(origin);
    while (found != idle_.end() && !found->second.empty()) {
        auto connection = std::move(found->second.back().connection);
        found->second.pop_back();
        if (connection->is_quiet())
            return connection;
    }
    return nullptr;
}

void ConnectionPool::give(Origin const& origin, std::unique_ptr<Connection> connection, Deadline now) {
    auto& idle = idle_[origin];
    if (idle.size() < kPerOrigin)
        idle.emplace_back(std::move(connection), now);
    arm();
}

void ConnectionPool::prune(Deadline now) {
    for (auto& [origin, idle] : idle_)
        idle.erase(
            std::remove_if(idle.begin(), idle.end(), [&](Idle const& i) { return now - i.since >= kIdle; }),
            idle.end());
}

std::size_t ConnectionPool::size() const {
    std::size_t count = 0;
    for (auto const& [origin, idle] : idle_)
        count += idle.size();
    return count;
}

void ConnectionPool::arm() {
    if (is_armed_)
        return;
    is_armed_ = true;
    timer_.expires_after(kIdle);
    // Weak: a waiting timer must not keep connections alive whose transport has gone.
    timer_.async_wait([weak = weak_from_this()](boost::system::error_code const& failure) {
        auto const pool = weak.lock();
        if (failure || !pool)
            return;
        pool->is_armed_ = false;
        pool->prune(std::chrono::steady_clock::now());
        if (pool->size() > 0)
            pool->arm();
    });
}

}  // namespace sasyncd
