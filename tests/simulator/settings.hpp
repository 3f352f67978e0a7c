#pragma once

#include <simdjson.h>

#include <cstdint>
#include <set>
#include <string>
#include <vector>

namespace sasyncd::simulator {

// How a site behaves; what no source settles about the real one can be turned either way.
struct Settings {
    std::int64_t page_cap = 0;       // 0: none
    std::string over_cap = "serve";  // serve (as many as the cap) | default (20) | error
    bool offset_by_asked = false;    // true: page n begins at (n - 1) × the size asked for, so rows are lost
    bool echo_asked_size = false;    // PageInfo.PageSize
    std::string total = "rows";      // rows | images | scaled | forced | alternating
    double total_factor = 1.0;       // for scaled
    std::vector<std::int64_t> total_values;  // for forced (the first) and alternating
    std::set<std::string> ignored_filters;   // request parameters that are not honoured
    bool md5_ignores_case = true;
    std::set<std::string> hidden_statuses;  // rows shown only when Status asks for them
    std::set<std::string> hidden_kinds;     // rows shown only when ScanRange asks for them
    std::int64_t deep_rows = 0;             // rows behind this offset are out of reach; 0: none
    std::string deep_answer = "error";      // error | empty
    std::string deep_code = "InvalidParameter.CurrentPage";
    bool wrapped = false;  // the array in the shape of the old generators
    std::int64_t latency_ms = 0;
    double quota = 0;                 // calls a second, for account and site; 0: none
    double quota_burst = 0;           // 0: one second's worth
    bool retry_after = true;          // x-acs-retry-after with throttling answers
    std::int64_t clock_offset_s = 0;  // the server's clock, for x-acs-date and Date
    bool check_signature = true;
    std::string certificate = "good";  // good | wrong-name | expired | self-signed

    std::string to_json() const;

    // Throws std::invalid_argument at an unknown key or a value of the wrong kind; then nothing has changed.
    void apply(simdjson::dom::object changes);
};

}  // namespace sasyncd::simulator
