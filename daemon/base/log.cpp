#include "base/log.hpp"

#include "base/stderr_sink.hpp"
#include "base/text.hpp"

#include <fmt/format.h>
#include <spdlog/async.h>
#include <spdlog/sinks/null_sink.h>
#include <spdlog/spdlog.h>
#include <sys/stat.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>

namespace sasyncd {

namespace {

constexpr std::size_t kQueueLength = 8192;
constexpr std::chrono::milliseconds kFlushWithin{1'000};

/// systemd tells a service by device and inode whether stderr is the journal.
bool is_stderr_the_journal() {
    char const* stream = std::getenv("JOURNAL_STREAM");
    struct stat status {};
    if (stream == nullptr || fstat(STDERR_FILENO, &status) != 0)
        return false;
    return fmt::format("{}:{}", status.st_dev, status.st_ino) == stream;
}

LogShape shape_of(LogOptions::Format format) {
    if (format == LogOptions::Format::json)
        return LogShape::json;
    bool const is_journal = format == LogOptions::Format::automatic && is_stderr_the_journal();
    return is_journal ? LogShape::journal : LogShape::text;
}

/// On the thread that writes: a reader who is gone is told by EPIPE.
void block_broken_pipes() {
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGPIPE);
    pthread_sigmask(SIG_BLOCK, &signals, nullptr);
}

std::weak_ptr<StderrSink>& current_sink() {
    static std::weak_ptr<StderrSink> sink;
    return sink;
}

}  // namespace

Log make_log(LogOptions const& options) {
    spdlog::init_thread_pool(kQueueLength, 1, block_broken_pipes);
    // The pool outlives its thread, and so whoever asks on it.
    auto dropped = [pool = spdlog::thread_pool().get()] { return std::uint64_t{pool->overrun_counter()}; };
    auto sink = std::make_shared<StderrSink>(shape_of(options.format), std::move(dropped));
    current_sink() = sink;
    auto logger = std::make_shared<spdlog::async_logger>("sasyncd", std::move(sink), spdlog::thread_pool(),
                                                         spdlog::async_overflow_policy::overrun_oldest);
    logger->set_level(spdlog::level::from_str(options.level));
    // A log that cannot be written must stop nothing.
    logger->set_error_handler([](std::string const&) {});
    return logger;
}

void flush_log() {
    if (auto const sink = current_sink().lock())
        sink->hurry(kFlushWithin);
    spdlog::shutdown();
}

Log silent_log() {
    return std::make_shared<spdlog::logger>("silent", std::make_shared<spdlog::sinks::null_sink_mt>());
}

std::string field(std::string_view key, std::string_view value) {
    auto const text = printable(value);
    bool const is_plain = !text.empty() && text.find_first_of(" \"=") == std::string::npos;
    return is_plain ? fmt::format("{}={}", key, text) : fmt::format("{}={}", key, json_string(text));
}

}  // namespace sasyncd
