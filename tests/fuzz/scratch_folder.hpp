#pragma once

#include "base/environment.hpp"

#include <filesystem>
#include <string>
#include <string_view>

namespace sasyncd::fuzz {

/// A folder with some files that settings may name, and an environment that knows it; gone at the end.
class ScratchFolder {
public:
    /// `secret` is the content of a credential file and of the variable SECRET.
    explicit ScratchFolder(std::string_view secret);
    ScratchFolder(ScratchFolder const&) = delete;
    ScratchFolder& operator=(ScratchFolder const&) = delete;
    ~ScratchFolder();

    [[nodiscard]] std::string settings_file() const { return (path_ / "sasyncd.yaml").string(); }
    [[nodiscard]] Environment const& environment() const { return environment_; }

    /// Whether every file that this text could name lies in this folder, as a fuzzer has no business elsewhere, and
    /// the secret does not stand in it: that would be no discovery.
    [[nodiscard]] bool is_fit(std::string const& text) const;

private:
    [[nodiscard]] bool holds(std::string_view name) const;

    std::filesystem::path path_;
    std::string secret_;
    Environment environment_;
};

}  // namespace sasyncd::fuzz
