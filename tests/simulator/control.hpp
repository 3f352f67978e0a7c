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

class Sessions;

// What tests tell the simulator and ask of it, over plain HTTP on 127.0.0.1 (README.md).
class Control {
public:
    Control(World& world, Sessions& sessions) : world_{world}, sessions_{sessions} {}

    ControlReply handle(HttpRequest const& request);

private:
    ControlReply route(HttpRequest const& request, Parameters const& query);
    ControlReply truth(Parameters const& query);
    ControlReply neighbours(Parameters const& query);
    ControlReply mutate_rows(HttpRequest const& request, Parameters const& query);
    ControlReply faults(HttpRequest const& request);
    ControlReply add_faults(HttpRequest const& request);
    ControlReply settings(HttpRequest const& request, Parameters const& query);
    ControlReply keys(HttpRequest const& request);
    ControlReply requests(Parameters const& query);
    ControlReply data_sets() const;

    std::string account_of(Parameters const& query) const;

    World& world_;
    Sessions& sessions_;
};

}  // namespace sasyncd::simulator
