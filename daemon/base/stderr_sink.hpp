#pragma once

#include "base/log_line.hpp"
#include "base/repeats.hpp"

#include <spdlog/sinks/base_sink.h>

#include <atomic>
#include <cstdint>
#include <functional>
#include <mutex>
#include <string>
#include <string_view>

namespace sasyncd {

/// Writes lines to stderr and is stopped by nothing: not by a full disk, nor by a pipe, a terminal or a journal that
/// nobody reads. What cannot be written is lost, counted, and the count written when writing works again. To be used on
/// one thread, where SIGPIPE is blocked.
class StderrSink final : public spdlog::sinks::base_sink<std::mutex> {
public:
    /// `dropped` tells how many lines never came here, so far.
    StderrSink(LogShape shape, std::function<std::uint64_t()> dropped)
        : shape_(shape), dropped_(std::move(dropped)) {}

    /// From any thread: from now on, wait no longer than this in all for whoever reads.
    void hurry(std::chrono::milliseconds in_all);

private:
    void sink_it_(spdlog::details::log_msg const& message) override;
    void flush_() override {}
    void settle_repeats(SystemTime time);
    void write(spdlog::level::level_enum level, SystemTime time, std::string_view message);
    [[nodiscard]] bool put(std::string_view line);
    [[nodiscard]] std::chrono::milliseconds patience() const;

    LogShape shape_;
    std::function<std::uint64_t()> dropped_;
    Repeats repeats_;
    SteadyTime settled_at_{};
    std::uint64_t lost_ = 0;
    std::uint64_t told_ = 0;  ///< of those lost and dropped
    bool is_torn_ = false;    ///< a line was written in part
    std::atomic<SteadyTime::rep> end_{0};
};

}  // namespace sasyncd
