#pragma once

#include "http_message.hpp"
#include "url.hpp"
#include "world.hpp"

#include <functional>
#include <string>

namespace sasyncd::simulator {

// An answer that may be too large to build at once: `more` appends the next piece, false at the end.
struct ControlReply {
    int status = 200;
    std::string body;
    std::function<bool(std::string& piece)> more = nullptr;
};

// What tests tell the simulator and ask of it, over plain HTTP on 127.0.0.1 (README.md).
class Control {
public:
    explicit Control(World& world) : world_{world} {}

    ControlReply handle(const HttpRequest& request);

private:
    ControlReply route(const HttpRequest& request, const Parameters& query);
    ControlReply truth(const Parameters& query);
    ControlReply mutate_rows(const HttpRequest& request, const Parameters& query);
    ControlReply faults(const HttpRequest& request);
    ControlReply add_faults(const HttpRequest& request);
    ControlReply settings(const HttpRequest& request, const Parameters& query);
    ControlReply keys(const HttpRequest& request);
    ControlReply requests(const Parameters& query);
    ControlReply data_sets() const;

    std::string account_of(const Parameters& query) const;

    World& world_;
};

}  // namespace sasyncd::simulator
