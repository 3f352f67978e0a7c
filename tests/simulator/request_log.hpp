#pragma once

#include "names.hpp"
#include "url.hpp"

#include <chrono>
#include <cstdint>
#include <deque>
#include <map>
#include <string>
#include <vector>

namespace sasyncd::simulator {

struct LoggedRequest {
    std::uint64_t number = 0;  // from 1, never reused
    std::chrono::system_clock::time_point at;
    Site site = Site::china;
    std::string action;
    std::string account;
    std::string method;
    Parameters parameters;
    std::vector<std::string> unknown_parameters;
    std::vector<std::string> faults;  // the kinds that were injected
    std::string request_id;
    std::string code = "ok";  // or the error code
    int status = 200;
    std::int64_t rows = 0;
    std::int64_t total = 0;
    std::uint64_t connection = 0;  // calls over one connection share it
};

// What was asked, for tests to look at afterwards. Keeps the last 200 000 requests, counts all.
class RequestLog {
public:
    void add(LoggedRequest request);
    void clear();

    struct Query {
        std::uint64_t after = 0;  // numbers above this one
        std::string site;         // empty: all
        std::string action;
        std::size_t limit = 200'000;
        bool counters_only = false;
    };
    std::string to_json(Query const& query) const;

private:
    std::deque<LoggedRequest> requests_;
    std::map<std::string, std::uint64_t> counters_;  // "site/action/code"
    std::uint64_t last_number_ = 0;
    std::uint64_t total_ = 0;
};

}  // namespace sasyncd::simulator
