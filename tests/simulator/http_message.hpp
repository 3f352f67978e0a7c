#pragma once

#include "names.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace sasyncd::simulator {

struct HttpRequest {
    Site site = Site::china;
    std::string method;
    std::string path;
    std::string query;                                         // as sent
    std::vector<std::pair<std::string, std::string>> headers;  // names in lower case
    std::string body;
    bool keep_alive = true;
    std::uint64_t connection = 0;

    std::string_view header(std::string_view name) const {
        for (auto const& [key, value] : headers) {
            if (key == name) {
                return value;
            }
        }
        return {};
    }
};

// How the bytes of a reply go out, for the faults that HTTP itself cannot express.
struct Delivery {
    enum class Mode {
        whole,
        stall_before,   // no byte, connection open
        stall_headers,  // a part of the headers, then nothing
        stall_body,     // half of the body, then nothing
        truncated,      // half of the body, then closed
        endless,        // a body that never ends
        trickle,        // a few bytes at a time
        reset,          // RST
        close,          // closed without an answer
        refuse,         // closed, and the listener too for a while
    };
    Mode mode = Mode::whole;
    std::chrono::milliseconds delay{0};
    std::chrono::milliseconds interval{0};  // between pieces of a trickle; how long the listener stays away
    std::size_t bytes = 0;                  // a piece of a trickle; where a body is cut (0: half-way)
    bool then_close = false;                // answered whole, with Connection: close
};

struct Reply {
    int status = 200;
    std::string content_type = "application/json;charset=utf-8";
    std::vector<std::pair<std::string, std::string>> headers;
    std::string body;
    Delivery delivery;
};

std::string_view reason_phrase(int status);

// Status line and headers, up to and with the empty line.
std::string make_head(Reply const& reply, bool keep_alive);

// "Tue, 24 Nov 2026 03:20:00 GMT"
std::string http_date(std::chrono::system_clock::time_point time);

}  // namespace sasyncd::simulator
