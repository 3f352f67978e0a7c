#include "base/stderr_sink.hpp"

#include <fmt/format.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <climits>

namespace sasyncd {

namespace {

constexpr std::chrono::milliseconds kPatience{500};

/// At most what a pipe takes whole once poll() says that it takes something, so that it cannot block.
ssize_t write_some(std::string_view text) {
    auto const size = std::min<std::size_t>(text.size(), PIPE_BUF);
    auto const sent = ::send(STDERR_FILENO, text.data(), size, MSG_DONTWAIT | MSG_NOSIGNAL);
    return sent < 0 && errno == ENOTSOCK ? ::write(STDERR_FILENO, text.data(), size) : sent;
}

}  // namespace

void StderrSink::hurry(std::chrono::milliseconds in_all) {
    end_ = (std::chrono::steady_clock::now() + in_all).time_since_epoch().count();
}

std::chrono::milliseconds StderrSink::patience() const {
    auto const end = end_.load();
    if (end == 0)
        return kPatience;
    auto const left = SteadyTime(SteadyTime::duration(end)) - std::chrono::steady_clock::now();
    return std::clamp(std::chrono::duration_cast<std::chrono::milliseconds>(left),
                      std::chrono::milliseconds(0), kPatience);
}

void StderrSink::sink_it_(spdlog::details::log_msg const& message) {
    auto const time = std::chrono::time_point_cast<std::chrono::milliseconds>(message.time);
    settle_repeats(time);
    std::string_view const text(message.payload.data(), message.payload.size());
    bool const may_repeat = message.level >= spdlog::level::warn;
    if (may_repeat && !repeats_.admit(text, std::chrono::steady_clock::now()))
        return;
    write(message.level, time, text);
}

void StderrSink::settle_repeats(SystemTime time) {
    auto const now = std::chrono::steady_clock::now();
    if (now - settled_at_ < std::chrono::seconds(1))
        return;
    settled_at_ = now;
    for (auto const& withheld : repeats_.settle(now))
        write(spdlog::level::warn, time,
              fmt::format("event=log_repeated lines={} like={}", withheld.count, json_string(withheld.line)));
}

void StderrSink::write(spdlog::level::level_enum level, SystemTime time, std::string_view message) {
    auto const missing = lost_ + dropped_();
    if (missing > told_) {
        auto const note =
            fmt::format("event=log_lines_lost lines={}; nobody took them in time", missing - told_);
        if (put(log_line(shape_, spdlog::level::warn, time, note)))
            told_ = missing;
    }
    if (!put(log_line(shape_, level, time, message)))
        ++lost_;
}

bool StderrSink::put(std::string_view line) {
    std::string const mended = is_torn_ ? "\n" + std::string(line) : std::string(line);
    std::string_view rest = mended;
    while (!rest.empty()) {
        pollfd stream{STDERR_FILENO, POLLOUT, 0};
        auto const ready = ::poll(&stream, 1, static_cast<int>(patience().count()));
        auto const written = ready > 0 ? write_some(rest) : ssize_t{-1};
        if (written > 0) {
            rest.remove_prefix(static_cast<std::size_t>(written));
            is_torn_ = !rest.empty();
        } else if (!(ready < 0 && errno == EINTR) && !(ready > 0 && errno == EINTR)) {
            return false;
        }
    }
    return true;
}

}  // namespace sasyncd
