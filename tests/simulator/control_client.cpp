#include "control_client.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/write.hpp>
#include <fmt/format.h>

#include <array>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <ostream>
#include <sstream>
#include <stdexcept>
#include <thread>
#include <vector>

namespace sasyncd::simulator {
namespace {

namespace asio = boost::asio;

std::uint16_t control_port(std::string const& state) {
    std::ifstream file{state + "/port.control"};
    int port = 0;
    if (!(file >> port)) {
        throw std::runtime_error{fmt::format("{}/port.control: no simulator there", state)};
    }
    return static_cast<std::uint16_t>(port);
}

// The file may be left from an earlier simulator.
bool is_listening(std::string const& state) {
    if (!std::filesystem::exists(state + "/port.control")) {
        return false;
    }
    asio::io_context io;
    asio::ip::tcp::socket socket{io};
    boost::system::error_code fault;
    socket.connect(asio::ip::tcp::endpoint{asio::ip::address_v4::loopback(), control_port(state)}, fault);
    return !fault;
}

}  // namespace

void wait_for_simulator(std::string const& state, int seconds) {
    auto const end = std::chrono::steady_clock::now() + std::chrono::seconds{seconds};
    while (!is_listening(state)) {
        if (std::chrono::steady_clock::now() > end) {
            throw std::runtime_error{fmt::format("no simulator in {} after {} s", state, seconds)};
        }
        std::this_thread::sleep_for(std::chrono::milliseconds{20});
    }
}

int ask_control(std::string const& state, std::string_view method, std::string_view path,
                std::string_view body, std::ostream& out) {
    asio::io_context io;
    asio::ip::tcp::socket socket{io};
    socket.connect({asio::ip::address_v4::loopback(), control_port(state)});
    const std::string head = fmt::format(
        "{} {} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: {}\r\n"
        "Connection: close\r\n\r\n",
        method, path, body.size());
    const std::array<asio::const_buffer, 2> request = {asio::buffer(head), asio::buffer(body)};
    asio::write(socket, request);
    std::string answer;
    const std::size_t head_size = asio::read_until(socket, asio::dynamic_buffer(answer), "\r\n\r\n");
    out << std::string_view{answer}.substr(head_size);
    boost::system::error_code end;
    std::vector<char> piece(1 << 20);
    while (!end) {
        const std::size_t size = socket.read_some(asio::buffer(piece), end);
        out.write(piece.data(), static_cast<std::streamsize>(size));
    }
    if (end != asio::error::eof) {
        throw std::runtime_error{"the simulator broke off"};
    }
    return std::atoi(answer.c_str() + std::string_view{"HTTP/1.1 "}.size());
}

ControlAnswer ask_control(std::string const& state, std::string_view method, std::string_view path,
                          std::string_view body) {
    std::ostringstream out;
    int const status = ask_control(state, method, path, body, out);
    return {status, out.str()};
}

}  // namespace sasyncd::simulator
