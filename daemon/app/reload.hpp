#pragma once

#include "app/wiring.hpp"

#include <filesystem>
#include <optional>

namespace sasyncd {

/// The settings read again while the daemon runs: all of them, or none. Two steps, since a sweep under way keeps the
/// clients that it began with.
class Reload {
public:
    /// `log_level`: what the command line asked for, which no file changes; empty: nothing.
    Reload(Wiring& wiring, std::filesystem::path settings, std::string log_level)
        : wiring_(wiring), path_(std::move(settings)), log_level_(std::move(log_level)) {}

    /// Reads the file and checks it whole. A fault is logged, and nothing changes.
    void read();
    [[nodiscard]] bool is_waiting() const { return fresh_.has_value(); }
    /// Puts what was read in force, between sweeps. False where no client can be made of it: logged, nothing changes.
    bool put_in_force();

private:
    void refuse(std::string const& reason) const;

    Wiring& wiring_;
    std::filesystem::path path_;
    std::string log_level_;
    std::optional<Settings> fresh_;
};

}  // namespace sasyncd
