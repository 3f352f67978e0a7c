#pragma once

#include "url.hpp"

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace sasyncd::simulator {

struct CallOptions {
    std::string method = "POST";
    std::string action = "DescribeAffectedMaliciousFileImages";
    std::string version = "2018-12-03";
    std::string key_id = "test-access-key-id";
    std::string key_secret = "test-access-key-secret";
    std::string token = "";
    std::string nonce = "";  // empty: a new one
    std::chrono::seconds clock_offset{0};
    std::vector<std::pair<std::string, std::string>> unsigned_headers = {};
    std::chrono::milliseconds patience{3000};
};

struct CallResult {
    int status = 0;  // 0: no whole head came
    std::string head;
    std::string body;
    bool is_whole = false;
    bool timed_out = false;
};

// A client small enough to be trusted: one connection, calls one after the other.
class SelftestClient {
public:
    SelftestClient(std::uint16_t port, std::string const& ca_pem);
    ~SelftestClient();

    bool is_connected() const;
    CallResult call(Parameters const& parameters, CallOptions const& options = {});

private:
    struct Connection;
    std::unique_ptr<Connection> connection_;
};

}  // namespace sasyncd::simulator
