#pragma once

#include <string>
#include <string_view>

namespace sasyncd::simulator {

struct ControlAnswer {
    int status = 0;
    std::string body;
};

// Waits until a simulator listens whose state lies in the directory; throws after `seconds`.
void wait_for_simulator(const std::string& state, int seconds);

// One control request, blocking; throws where there is no answer.
ControlAnswer ask_control(const std::string& state, std::string_view method, std::string_view path,
                          std::string_view body);

}  // namespace sasyncd::simulator
