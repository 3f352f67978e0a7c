#include "base/log.hpp"

#include "base/text.hpp"

#include <fmt/format.h>
#include <spdlog/async.h>
#include <spdlog/pattern_formatter.h>
#include <spdlog/sinks/null_sink.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>

namespace sasyncd {

namespace {

constexpr std::size_t kQueueLength = 8192;

/// systemd tells a service by device and inode whether stderr is the journal.
bool is_stderr_the_journal() {
    char const* stream = std::getenv("JOURNAL_STREAM");
    struct stat status {};
    if (stream == nullptr || fstat(STDERR_FILENO, &status) != 0)
        return false;
    return fmt::format("{}:{}", status.st_dev, status.st_ino) == stream;
}

/// `%*`: the journal's priority prefix, as sd-daemon(3) defines it.
class PriorityFlag final : public spdlog::custom_flag_formatter {
public:
    void format(spdlog::details::log_msg const& message, std::tm const&, spdlog::memory_buf_t& out) override {
        char const priority = message.level >= spdlog::level::critical ? '2'
                              : message.level == spdlog::level::err    ? '3'
                              : message.level == spdlog::level::warn   ? '4'
                              : message.level == spdlog::level::info   ? '6'
                                                                       : '7';
        char const prefix[] = {'<', priority, '>'};
        out.append(prefix, prefix + sizeof prefix);
    }
    [[nodiscard]] std::unique_ptr<custom_flag_formatter> clone() const override {
        return std::make_unique<PriorityFlag>();
    }
};

std::string json_text(std::string_view text) {
    std::string out = "\"";
    for (char const c : text) {
        if (c == '"' || c == '\\')
            out += '\\';
        if (static_cast<unsigned char>(c) < 0x20)
            out += fmt::format("\\u{:04x}", static_cast<unsigned>(c));
        else
            out += c;
    }
    return out + "\"";
}

/// `%*`: the message as a JSON string.
class JsonMessageFlag final : public spdlog::custom_flag_formatter {
public:
    void format(spdlog::details::log_msg const& message, std::tm const&, spdlog::memory_buf_t& out) override {
        auto const text = json_text(std::string_view(message.payload.data(), message.payload.size()));
        out.append(text.data(), text.data() + text.size());
    }
    [[nodiscard]] std::unique_ptr<custom_flag_formatter> clone() const override {
        return std::make_unique<JsonMessageFlag>();
    }
};

std::unique_ptr<spdlog::formatter> make_formatter(LogOptions::Format format) {
    auto formatter = std::make_unique<spdlog::pattern_formatter>(spdlog::pattern_time_type::utc);
    if (format == LogOptions::Format::json)
        formatter->add_flag<JsonMessageFlag>('*').set_pattern(
            R"({"time":"%Y-%m-%dT%H:%M:%S.%eZ","level":"%l","message":%*})");
    else if (format == LogOptions::Format::automatic && is_stderr_the_journal())
        formatter->add_flag<PriorityFlag>('*').set_pattern("%*%v");
    else
        formatter->set_pattern("%Y-%m-%dT%H:%M:%S.%eZ %-7l %v");
    return formatter;
}

}  // namespace

Log make_log(LogOptions const& options) {
    spdlog::init_thread_pool(kQueueLength, 1);
    auto sink = std::make_shared<spdlog::sinks::stderr_sink_mt>();
    sink->set_formatter(make_formatter(options.format));
    auto logger = std::make_shared<spdlog::async_logger>("sasyncd", std::move(sink), spdlog::thread_pool(),
                                                         spdlog::async_overflow_policy::overrun_oldest);
    logger->set_level(spdlog::level::from_str(options.level));
    // A log that cannot be written must stop nothing.
    logger->set_error_handler([](std::string const&) {});
    return logger;
}

void flush_log() {
    spdlog::shutdown();
}

Log silent_log() {
    return std::make_shared<spdlog::logger>("silent", std::make_shared<spdlog::sinks::null_sink_mt>());
}

std::string field(std::string_view key, std::string_view value) {
    auto const text = printable(value);
    bool const is_plain = !text.empty() && text.find_first_of(" \"=") == std::string::npos;
    return is_plain ? fmt::format("{}={}", key, text) : fmt::format("{}={}", key, json_text(text));
}

}  // namespace sasyncd
