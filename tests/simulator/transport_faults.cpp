#include "transport_faults.hpp"

#include "page.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

namespace sasyncd::simulator {
namespace {

using std::chrono::milliseconds;

void set_header(Reply& reply, std::string_view name, std::string value) {
    std::erase_if(reply.headers, [name](auto const& header) { return header.first == name; });
    reply.headers.emplace_back(name, std::move(value));
}

Delivery::Mode stall_mode(Fault const& fault) {
    const std::string where = fault.text("where", "before");
    return where == "body"      ? Delivery::Mode::stall_body
           : where == "headers" ? Delivery::Mode::stall_headers
                                : Delivery::Mode::stall_before;
}

bool apply_delivery(Reply& reply, Fault const& fault) {
    Delivery& delivery = reply.delivery;
    using Mode = Delivery::Mode;
    if (fault.kind == "stall") {
        delivery.mode = stall_mode(fault);
    } else if (fault.kind == "truncated") {
        delivery.mode = Mode::truncated;
        delivery.bytes = static_cast<std::size_t>(fault.number("bytes", 0));
    } else if (fault.kind == "endless") {
        delivery.mode = Mode::endless;
    } else if (fault.kind == "trickle") {
        delivery.mode = Mode::trickle;
        delivery.bytes = static_cast<std::size_t>(fault.number("bytes", 64));
        delivery.interval = milliseconds{fault.number("interval_ms", 50)};
    } else if (fault.kind == "reset") {
        delivery.mode = Mode::reset;
    } else if (fault.kind == "close") {
        delivery.mode = Mode::close;
    } else if (fault.kind == "refuse") {
        delivery.mode = Mode::refuse;
        delivery.interval = milliseconds{fault.number("ms", 1000)};
    } else if (fault.kind == "delay") {
        delivery.delay += milliseconds{fault.number("ms", 1000)};
    } else {
        delivery.then_close = delivery.then_close || fault.kind == "connection_close";
        return fault.kind == "connection_close";
    }
    return true;
}

void replace_by_html(Reply& reply, Fault const& fault) {
    reply.status = static_cast<int>(fault.number("http", 200));
    reply.content_type = "text/html; charset=utf-8";
    reply.body = fault.text("body", "<!DOCTYPE html><html><body>Please log in to the network.</body></html>");
}

void flood_headers(Reply& reply, Fault const& fault) {
    const std::string value(static_cast<std::size_t>(fault.number("bytes", 1000)), 'x');
    for (std::int64_t i = 0; i < fault.number("count", 1000); ++i) {
        reply.headers.emplace_back(fmt::format("x-flood-{}", i), value);
    }
}

// Valid JSON still, only too much of it.
void oversize(Reply& reply, Fault const& fault) {
    auto const bytes = static_cast<std::size_t>(fault.number("bytes", 64 << 20));
    if (!reply.body.empty() && bytes > reply.body.size()) {
        reply.body.insert(1, bytes - reply.body.size(), ' ');
    }
}

void compress(Reply& reply, Fault const& fault) {
    set_header(reply, "Content-Encoding", "gzip");
    if (!fault.flag("fake")) {
        reply.body = gzip_stored(reply.body);
    }
}

void apply_content(Reply& reply, Fault const& fault, std::chrono::system_clock::time_point now) {
    if (fault.kind == "html") {
        replace_by_html(reply, fault);
    } else if (fault.kind == "raw_body") {
        reply.status = static_cast<int>(fault.number("http", 200));
        reply.content_type = fault.text("content_type", reply.content_type);
        reply.body = fault.text("body", "");
    } else if (fault.kind == "cut_json") {
        reply.body.resize(
            std::min(reply.body.size(), static_cast<std::size_t>(fault.number(
                                            "bytes", static_cast<std::int64_t>(reply.body.size() / 2)))));
    } else if (fault.kind == "header_flood") {
        flood_headers(reply, fault);
    } else if (fault.kind == "oversized") {
        oversize(reply, fault);
    } else if (fault.kind == "date_offset") {
        set_header(reply, "Date", http_date(now + std::chrono::seconds{fault.number("seconds", 3600)}));
    } else if (fault.kind == "gzip") {
        compress(reply, fault);
    }
}

}  // namespace

void apply_transport_faults(Reply& reply, std::vector<Fault> const& faults,
                            std::chrono::system_clock::time_point now) {
    for (Fault const& fault : faults) {
        if (!apply_delivery(reply, fault)) {
            apply_content(reply, fault, now);
        }
    }
}

}  // namespace sasyncd::simulator
