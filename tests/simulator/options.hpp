#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace sasyncd::simulator {

struct Options {
    std::string state;  // directory; "" = nothing is written
    std::uint16_t port = 0;
    std::vector<std::string> keys;
    std::string account_id = "1234567890123456";
    std::uint64_t rows = 200;
    std::optional<std::uint64_t> rows_international;
    std::uint64_t seed = 1;
    std::string settings = "{}";
    std::string faults_file;
    std::string tls = "1.3";
    bool until_stdin_closes = false;
    bool quiet = false;
    bool help = false;
};

// Throws std::invalid_argument at what it does not know.
Options parse_options(std::vector<std::string> const& arguments);

extern char const* const kUsage;

}  // namespace sasyncd::simulator
