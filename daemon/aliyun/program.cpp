#include "aliyun/program.hpp"

#include "base/text.hpp"
#include "base/wipe.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <optional>

namespace sasyncd {

namespace {

constexpr std::chrono::milliseconds kLookEvery{10};

/// A process group with a pipe from its first member's standard output. Killed and reaped where it is left.
class Child {
public:
    Child() = default;
    Child(Child const&) = delete;
    Child& operator=(Child const&) = delete;
    ~Child() {
        if (pid_ > 0 && !status_) {
            ::kill(-pid_, SIGKILL);
            ::waitpid(pid_, nullptr, 0);
        }
        if (output_ >= 0)
            ::close(output_);
        wipe(text_);
    }

    /// 0, or an errno.
    int start(std::vector<std::string>& words) {
        std::array<int, 2> ends{-1, -1};
        if (::pipe2(ends.data(), O_CLOEXEC) != 0)
            return errno;
        output_ = ends[0];
        ::fcntl(output_, F_SETFL, O_NONBLOCK);
        int const failure = spawn(words, ends[1]);
        ::close(ends[1]);
        return failure;
    }

    /// Reads what there is; false where it is more than `limit`.
    bool drain(std::size_t limit) {
        if (text_.capacity() <= limit)
            text_.reserve(limit + 1);  // at once: a text that grows leaves copies behind
        std::array<char, 4096> chunk{};
        for (;;) {
            auto const got = ::read(output_, chunk.data(), chunk.size());
            if (got <= 0)
                break;
            auto const length = static_cast<std::size_t>(got);
            if (text_.size() + length > limit)
                return false;
            text_.append(chunk.data(), length);
            std::memset(chunk.data(), 0, length);
        }
        return true;
    }

    bool has_ended() {
        int status = 0;
        if (!status_ && ::waitpid(pid_, &status, WNOHANG) == pid_)
            status_ = status;
        return status_.has_value();
    }

    [[nodiscard]] int status() const { return status_.value_or(-1); }
    [[nodiscard]] Secret take_text() {
        Secret text(text_);
        wipe(text_);
        return text;
    }

private:
    int spawn(std::vector<std::string>& words, int output) {
        std::vector<char*> arguments;
        for (auto& word : words)
            arguments.push_back(word.data());
        arguments.push_back(nullptr);
        posix_spawn_file_actions_t actions;
        posix_spawn_file_actions_init(&actions);
        posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
        posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO);
        posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
        posix_spawn_file_actions_addclosefrom_np(&actions, STDERR_FILENO + 1);
        posix_spawnattr_t attributes;
        posix_spawnattr_init(&attributes);
        sigset_t none;
        sigset_t all;
        sigemptyset(&none);
        sigfillset(&all);
        posix_spawnattr_setsigmask(&attributes, &none);
        posix_spawnattr_setsigdefault(&attributes, &all);
        posix_spawnattr_setpgroup(&attributes, 0);
        posix_spawnattr_setflags(&attributes,
                                 POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
        int const failure =
            ::posix_spawnp(&pid_, arguments.front(), &actions, &attributes, arguments.data(), environ);
        posix_spawnattr_destroy(&attributes);
        posix_spawn_file_actions_destroy(&actions);
        if (failure != 0)
            pid_ = -1;
        return failure;
    }

    pid_t pid_ = -1;
    int output_ = -1;
    std::optional<int> status_;
    std::string text_;
};

std::string told(int status) {
    if (WIFSIGNALED(status))
        return fmt::format("was killed by signal {}", WTERMSIG(status));
    return fmt::format("ended with status {}", WEXITSTATUS(status));
}

}  // namespace

Task<Result<Secret>> run_program(std::vector<std::string> words, ProgramLimits limits, Clock& clock) {
    auto const name = printable(words.front(), 120);
    auto const deadline = clock.steady_now() + limits.time;
    Child child;
    if (int const failure = child.start(words); failure != 0)
        co_return Error(ErrorKind::unauthorised,
                        fmt::format("{} cannot be started: {}", name, std::strerror(failure)));
    for (;;) {
        bool const has_ended = child.has_ended();  // before the last reading
        if (!child.drain(limits.output))
            co_return Error(ErrorKind::malformed,
                            fmt::format("{} writes more than {} bytes", name, limits.output));
        if (has_ended)
            break;
        if (clock.steady_now() >= deadline)
            co_return Error(ErrorKind::retry_later,
                            fmt::format("{} took longer than {} s", name, limits.time.count() / 1000));
        co_await clock.sleep_for(kLookEvery);
    }
    if (child.status() != 0)
        co_return Error(ErrorKind::unauthorised, fmt::format("{} {}", name, told(child.status())));
    co_return child.take_text();
}

}  // namespace sasyncd
