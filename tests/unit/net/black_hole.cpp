#include "black_hole.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <stdexcept>

namespace sasyncd::test {

BlackHole::BlackHole(std::string const& address, std::uint16_t port)
    : listener_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)),
      filler_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in at{};
    at.sin_family = AF_INET;
    at.sin_port = htons(port);
    ::inet_pton(AF_INET, address.c_str(), &at.sin_addr);
    socklen_t size = sizeof at;
    auto* const where = reinterpret_cast<sockaddr*>(&at);
    bool is_good = ::bind(listener_, where, size) == 0 && ::listen(listener_, 0) == 0 &&
                   ::getsockname(listener_, where, &size) == 0 && ::connect(filler_, where, size) == 0;
    // A queue of length 0 holds one; it is full once that one is in it.
    pollfd waiting{listener_, POLLIN, 0};
    is_good = is_good && ::poll(&waiting, 1, 10'000) == 1;
    if (!is_good)
        throw std::runtime_error("cannot make a port that does not answer");
    port_ = ntohs(at.sin_port);
}

BlackHole::~BlackHole() {
    ::close(filler_);
    ::close(listener_);
}

}  // namespace sasyncd::test
