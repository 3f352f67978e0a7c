#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace sasyncd {

/// What systemd told a service of `Type=notify` in its environment.
struct NotifySocket {
    std::string address;  ///< a path, or "@name" for an abstract socket; empty: nobody listens
    std::optional<std::chrono::microseconds>
        watchdog;  ///< how long systemd waits for a ping; empty: no watchdog
};

/// From $NOTIFY_SOCKET, $WATCHDOG_USEC and $WATCHDOG_PID, which names the process that is meant.
[[nodiscard]] NotifySocket notify_socket_of_environment();

/// Tells systemd the state of the service, a datagram each (sd_notify(3)). Never blocks and never fails loudly: the
/// service works without being watched. Each call tells whether the datagram was taken.
class Notify {
public:
    explicit Notify(NotifySocket socket = notify_socket_of_environment());
    Notify(Notify const&) = delete;
    Notify& operator=(Notify const&) = delete;
    ~Notify();

    bool ready() const { return send("READY=1"); }
    bool status(std::string_view text) const;
    bool stopping() const { return send("STOPPING=1"); }
    /// A reload began; `ready` says when it is over.
    bool reloading() const;
    bool watchdog() const { return send("WATCHDOG=1"); }

    /// How often to ping: half of what systemd waits for, as it recommends. Empty: not at all.
    [[nodiscard]] std::optional<std::chrono::milliseconds> watchdog_interval() const;

private:
    bool send(std::string const& message) const;

    NotifySocket socket_;
    int fd_ = -1;
};

}  // namespace sasyncd
