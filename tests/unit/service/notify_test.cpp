#include "service/notify.hpp"

#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <cstddef>
#include <cstdlib>
#include <cstring>
#include <stdexcept>

namespace sasyncd {
namespace {

using namespace std::chrono_literals;

/// Stands in for systemd: a datagram socket at an address of either kind.
class Listener {
public:
    explicit Listener(std::string name)
        : name_(std::move(name)), fd_(socket(AF_UNIX, SOCK_DGRAM | SOCK_NONBLOCK, 0)) {
        sockaddr_un address{};
        address.sun_family = AF_UNIX;
        std::memcpy(address.sun_path, name_.data(), name_.size());
        auto size = offsetof(sockaddr_un, sun_path) + name_.size();
        if (name_[0] == '@')
            address.sun_path[0] = '\0';
        else
            ++size;
        if (bind(fd_, reinterpret_cast<sockaddr*>(&address), static_cast<socklen_t>(size)) != 0)
            throw std::runtime_error("cannot bind " + name_);
    }
    ~Listener() {
        close(fd_);
        if (name_[0] == '/')
            unlink(name_.c_str());
    }
    Listener(Listener const&) = delete;
    Listener& operator=(Listener const&) = delete;

    /// What came; a datagram on a Unix socket is there when the sender's call returns.
    std::string take() const {
        std::array<char, 4096> bytes{};
        auto const size = recv(fd_, bytes.data(), bytes.size(), 0);
        return size < 0 ? "" : std::string(bytes.data(), static_cast<std::size_t>(size));
    }

private:
    std::string name_;
    int fd_;
};

NotifySocket at(std::string address) {
    NotifySocket socket;
    socket.address = std::move(address);
    return socket;
}

TEST(Notify, SpeaksToPathsAndToAbstractSockets) {
    auto const pid = std::to_string(getpid());
    for (auto const& name : {"/tmp/sasyncd-notify-" + pid, "@sasyncd-notify-" + pid}) {
        Listener const listener(name);
        Notify const notify(at(name));
        EXPECT_TRUE(notify.ready());
        EXPECT_EQ(listener.take(), "READY=1");
        EXPECT_TRUE(notify.status("Last sweep\nREADY=0 \x1b[1m"));
        EXPECT_EQ(listener.take(), "STATUS=Last sweep\\nREADY=0 \\u{1b}[1m");
        EXPECT_TRUE(notify.watchdog());
        EXPECT_EQ(listener.take(), "WATCHDOG=1");
        EXPECT_TRUE(notify.reloading());
        EXPECT_EQ(listener.take().substr(0, 27), "RELOADING=1\nMONOTONIC_USEC=");
        EXPECT_TRUE(notify.stopping());
        EXPECT_EQ(listener.take(), "STOPPING=1");
    }
}

TEST(Notify, SaysNothingWhereNobodyListens) {
    EXPECT_FALSE(Notify(at("")).ready());
    EXPECT_FALSE(Notify(at("/nonexistent/socket")).ready());
    EXPECT_FALSE(Notify(at("vsock:2:1")).ready());
    EXPECT_FALSE(Notify(at("/" + std::string(200, 'x'))).ready());
}

TEST(Notify, NeverBlocksOnAFullSocket) {
    auto const name = "@sasyncd-notify-full-" + std::to_string(getpid());
    Listener const listener(name);
    Notify const notify(at(name));
    int sent = 0;
    while (sent < 100'000 && notify.watchdog())
        ++sent;
    EXPECT_LT(sent, 100'000);
}

TEST(Notify, TheWatchdogIsPingedAtHalfItsTimeAndOnlyByTheProcessThatIsMeant) {
    setenv("NOTIFY_SOCKET", "@x", 1);
    setenv("WATCHDOG_USEC", "30000000", 1);
    setenv("WATCHDOG_PID", std::to_string(getpid()).c_str(), 1);
    EXPECT_EQ(Notify().watchdog_interval(), 15s);
    setenv("WATCHDOG_PID", std::to_string(getpid() + 1).c_str(), 1);
    EXPECT_EQ(Notify().watchdog_interval(), std::nullopt);
    unsetenv("WATCHDOG_PID");
    EXPECT_EQ(Notify().watchdog_interval(), 15s);
    for (auto const* bad : {"", "0", "-1", "x"}) {
        setenv("WATCHDOG_USEC", bad, 1);
        EXPECT_EQ(Notify().watchdog_interval(), std::nullopt) << bad;
    }
    unsetenv("WATCHDOG_USEC");
    unsetenv("NOTIFY_SOCKET");
    EXPECT_EQ(notify_socket_of_environment().address, "");
}

}  // namespace
}  // namespace sasyncd
