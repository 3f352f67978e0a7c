#pragma once

#include <spdlog/logger.h>

#include <memory>
#include <string>

namespace sasyncd {

/// A logger that every room may hold; structured lines are made by `event()`.
using Log = std::shared_ptr<spdlog::logger>;

struct LogOptions {
    enum class Format { automatic, text, json };
    std::string level = "info";
    Format format = Format::automatic;
};

/// Logs to stderr without ever blocking the caller: `key=value` text on a terminal, JSON, or text with the journal's
/// `<N>` priority prefix where stderr is the journal. Warnings that repeat are limited; what nobody takes, and what the
/// queue cannot hold meanwhile, is lost, counted and told.
[[nodiscard]] Log make_log(LogOptions const& options);

/// Drains the queue, at process end; waits a second at most for whoever reads.
void flush_log();

/// A logger that says nothing, for tests and for callers without one.
[[nodiscard]] Log silent_log();

/// One `key=value` with the value quoted where it needs it; strangers' text is escaped.
[[nodiscard]] std::string field(std::string_view key, std::string_view value);

}  // namespace sasyncd
