#include "http_message.hpp"

#include <fmt/format.h>

#include <ctime>

namespace sasyncd::simulator {

std::string_view reason_phrase(int status) {
    switch (status) {
        case 200: return "OK";
        case 400: return "Bad Request";
        case 403: return "Forbidden";
        case 404: return "Not Found";
        case 405: return "Method Not Allowed";
        case 429: return "Too Many Requests";
        case 500: return "Internal Server Error";
        case 502: return "Bad Gateway";
        case 503: return "Service Unavailable";
        case 504: return "Gateway Timeout";
        default: return "Status";
    }
}

std::string make_head(Reply const& reply, bool keep_alive) {
    std::string head = fmt::format("HTTP/1.1 {} {}\r\n", reply.status, reason_phrase(reply.status));
    if (!reply.content_type.empty()) {
        head += fmt::format("Content-Type: {}\r\n", reply.content_type);
    }
    for (auto const& [name, value] : reply.headers) {
        head += fmt::format("{}: {}\r\n", name, value);
    }
    if (reply.delivery.mode == Delivery::Mode::endless) {
        head += "Transfer-Encoding: chunked\r\n";
    } else {
        head += fmt::format("Content-Length: {}\r\n", reply.body.size());
    }
    return head += keep_alive ? "Connection: keep-alive\r\n\r\n" : "Connection: close\r\n\r\n";
}

std::string http_date(std::chrono::system_clock::time_point time) {
    const std::time_t seconds = std::chrono::system_clock::to_time_t(time);
    std::tm parts{};
    gmtime_r(&seconds, &parts);
    constexpr char const* kDays[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    constexpr char const* kMonths[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                       "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    return fmt::format("{}, {:02} {} {} {:02}:{:02}:{:02} GMT", kDays[parts.tm_wday], parts.tm_mday,
                       kMonths[parts.tm_mon], parts.tm_year + 1900, parts.tm_hour, parts.tm_min,
                       parts.tm_sec);
}

}  // namespace sasyncd::simulator
