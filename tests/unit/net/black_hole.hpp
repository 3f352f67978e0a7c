#pragma once

#include <cstdint>
#include <string>

namespace sasyncd::test {

/// A port at which connecting neither succeeds nor fails: its queue of connections is full, and nobody takes any.
class BlackHole {
public:
    explicit BlackHole(std::string const& address = "127.0.0.1", std::uint16_t port = 0);
    ~BlackHole();
    BlackHole(BlackHole const&) = delete;
    BlackHole& operator=(BlackHole const&) = delete;

    [[nodiscard]] std::uint16_t port() const { return port_; }

private:
    int listener_;
    int filler_;
    std::uint16_t port_ = 0;
};

}  // namespace sasyncd::test
