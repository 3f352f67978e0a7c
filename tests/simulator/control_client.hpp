#pragma once

#include <iosfwd>
#include <string>
#include <string_view>

namespace sasyncd::simulator {

struct ControlAnswer {
    int status = 0;
    std::string body;
};

// Waits until a simulator listens whose state lies in the directory; throws after `seconds`.
void wait_for_simulator(std::string const& state, int seconds);

// One control request, blocking; throws where there is no answer.
ControlAnswer ask_control(std::string const& state, std::string_view method, std::string_view path,
                          std::string_view body);

// The same with the answer's body written to `out` as it comes; returns the status.
int ask_control(std::string const& state, std::string_view method, std::string_view path,
                std::string_view body, std::ostream& out);

}  // namespace sasyncd::simulator
