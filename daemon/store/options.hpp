#pragma once

#include "base/secret.hpp"

#include <chrono>

namespace sasyncd {

struct DatabaseOptions {
    Secret url;  ///< libpq URL or conninfo; empty: libpq's own environment
    std::chrono::milliseconds statement_timeout = std::chrono::seconds(60);
    std::chrono::milliseconds lock_timeout = std::chrono::seconds(10);
    bool migrate = true;
    /// How long a call is repeated while the database is away, before it is `unavailable`. Not a setting:
    /// `run` waits for as long as the sweep may last, `sync` a few seconds.
    std::chrono::milliseconds patience = std::chrono::seconds(10);
    /// Not a setting: `sync --dry-run` promises to write nothing, and the database is told to hold it to that.
    bool read_only = false;
};

struct LeaseOptions {
    std::chrono::milliseconds ttl = std::chrono::seconds(60);
};

/// 0: kept for ever.
struct RetentionOptions {
    std::chrono::milliseconds events{0};
    std::chrono::milliseconds rescans = std::chrono::hours(24 * 90);
    std::chrono::milliseconds walks = std::chrono::hours(24 * 90);
};

}  // namespace sasyncd
