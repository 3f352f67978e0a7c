#include "control_client.hpp"
#include "simulator.hpp"

#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/signal_set.hpp>
#include <fmt/format.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>

namespace {

namespace asio = boost::asio;
using namespace sasyncd::simulator;

std::string read_argument(std::string const& argument) {
    if (argument == "-") {
        return {std::istreambuf_iterator<char>{std::cin}, {}};
    }
    if (argument.starts_with('@')) {
        std::ifstream file{argument.substr(1), std::ios::binary};
        return {std::istreambuf_iterator<char>{file}, {}};
    }
    return argument;
}

int control(std::vector<std::string> const& arguments) {
    if (arguments.size() < 4 || arguments.size() > 5) {
        throw std::invalid_argument{"expected: control DIR METHOD PATH [JSON|@FILE|-]"};
    }
    wait_for_simulator(arguments[1], 10);
    const std::string body = arguments.size() == 5 ? read_argument(arguments[4]) : std::string{};
    int const status = ask_control(arguments[1], arguments[2], arguments[3], body, std::cout);
    std::cout << std::flush;
    return status == 200 ? 0 : 1;
}

// Reads standard input away until it ends, then stops.
class StdinWatch {
public:
    explicit StdinWatch(asio::io_context& io) : io_{io}, input_{io, ::dup(STDIN_FILENO)} { read(); }

private:
    void read() {
        input_.async_read_some(asio::buffer(bytes_), [this](boost::system::error_code fault, std::size_t) {
            if (fault) {
                io_.stop();
            } else {
                read();
            }
        });
    }

    asio::io_context& io_;
    asio::posix::stream_descriptor input_;
    std::array<char, 256> bytes_{};
};

int serve(Options const& options) {
    asio::io_context io{1};
    asio::signal_set signals{io, SIGTERM, SIGINT};
    signals.async_wait([&io](boost::system::error_code, int) { io.stop(); });
    std::signal(SIGPIPE, SIG_IGN);
    const Simulator simulator{io, options};
    std::optional<StdinWatch> watch;
    if (options.until_stdin_closes) {
        watch.emplace(io);
    }
    if (!options.quiet) {
        fmt::print("simulator: china {}, international {}, sts {}, control {}\n", simulator.port(Site::china),
                   simulator.port(Site::international), simulator.port(Site::sts), simulator.control_port());
        std::fflush(stdout);
    }
    io.run();
    if (!options.state.empty()) {
        std::filesystem::remove(options.state + "/port.control");
    }
    return 0;
}

}  // namespace

int main(int argc, char** argv) try {
    const std::vector<std::string> arguments{argv + 1, argv + argc};
    if (!arguments.empty() && arguments[0] == "control") {
        return control(arguments);
    }
    if (arguments.size() >= 2 && arguments[0] == "wait") {
        wait_for_simulator(arguments[1], arguments.size() > 2 ? std::atoi(arguments[2].c_str()) : 10);
        return 0;
    }
    const Options options = parse_options(arguments);
    if (options.help) {
        fmt::print("{}", kUsage);
        return 0;
    }
    return serve(options);
} catch (std::invalid_argument const& fault) {
    fmt::print(stderr, "sas_simulator: {}\n", fault.what());
    return 64;
} catch (std::exception const& fault) {
    fmt::print(stderr, "sas_simulator: {}\n", fault.what());
    return 69;
}
