#include "service/notify.hpp"

#include "base/text.hpp"

#include <fmt/format.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <cstdlib>
#include <cstring>

namespace sasyncd {

namespace {

std::string variable(char const* name) {
    char const* value = std::getenv(name);
    return value == nullptr ? "" : value;
}

std::optional<std::int64_t> number(std::string const& text) {
    std::int64_t value = 0;
    auto const end = text.data() + text.size();
    auto const [stop, error] = std::from_chars(text.data(), end, value);
    return error == std::errc() && stop == end ? std::optional(value) : std::nullopt;
}

/// The length of the address; 0 where it does not fit or is of no kind that we know.
socklen_t fill(sockaddr_un& address, std::string const& text) {
    bool const is_known = !text.empty() && (text[0] == '/' || text[0] == '@');
    if (!is_known || text.size() >= sizeof address.sun_path)
        return 0;
    address.sun_family = AF_UNIX;
    std::memcpy(address.sun_path, text.data(), text.size());
    if (text[0] == '@')
        address.sun_path[0] = '\0';  // abstract: the rest is the name, without an end mark
    auto const end_mark = text[0] == '@' ? 0U : 1U;
    return static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + text.size() + end_mark);
}

}  // namespace

NotifySocket notify_socket_of_environment() {
    NotifySocket socket;
    socket.address = variable("NOTIFY_SOCKET");
    auto const microseconds = number(variable("WATCHDOG_USEC"));
    auto const pid = number(variable("WATCHDOG_PID"));
    bool const is_for_us = !pid || *pid == getpid();
    if (microseconds && *microseconds > 0 && is_for_us)
        socket.watchdog = std::chrono::microseconds(*microseconds);
    return socket;
}

Notify::Notify(NotifySocket socket) : socket_(std::move(socket)) {
    if (!socket_.address.empty())
        fd_ = ::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
}

Notify::~Notify() {
    if (fd_ >= 0)
        close(fd_);
}

bool Notify::status(std::string_view text) const {
    return send("STATUS=" + printable(text));
}

bool Notify::reloading() const {
    auto const now = std::chrono::steady_clock::now().time_since_epoch();
    auto const microseconds = std::chrono::duration_cast<std::chrono::microseconds>(now).count();
    return send(fmt::format("RELOADING=1\nMONOTONIC_USEC={}", microseconds));
}

std::optional<std::chrono::milliseconds> Notify::watchdog_interval() const {
    if (!socket_.watchdog)
        return std::nullopt;
    auto const half = std::chrono::duration_cast<std::chrono::milliseconds>(*socket_.watchdog / 2);
    return std::max(half, std::chrono::milliseconds(1));
}

bool Notify::send(std::string const& message) const {
    sockaddr_un address{};
    auto const length = fill(address, socket_.address);
    if (fd_ < 0 || length == 0)
        return false;
    auto const sent = sendto(fd_, message.data(), message.size(), MSG_NOSIGNAL,
                             reinterpret_cast<sockaddr const*>(&address), length);
    return sent == static_cast<ssize_t>(message.size());
}

}  // namespace sasyncd
