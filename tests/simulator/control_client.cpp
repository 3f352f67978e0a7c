#include "control_client.hpp"

#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/write.hpp>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fmt/format.h>
#include <fstream>
#include <stdexcept>
#include <thread>

namespace sasyncd::simulator {
namespace {

namespace asio = boost::asio;

std::uint16_t control_port(const std::string& state)
{
    std::ifstream file{state + "/port.control"};
    int port = 0;
    if (!(file >> port)) {
        throw std::runtime_error{fmt::format("{}/port.control: no simulator there", state)};
    }
    return static_cast<std::uint16_t>(port);
}

}  // namespace

void wait_for_simulator(const std::string& state, int seconds)
{
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds{seconds};
    while (!std::filesystem::exists(state + "/port.control")) {
        if (std::chrono::steady_clock::now() > end) {
            throw std::runtime_error{fmt::format("no simulator in {} after {} s", state, seconds)};
        }
        std::this_thread::sleep_for(std::chrono::milliseconds{20});
    }
}

ControlAnswer ask_control(const std::string& state, std::string_view method, std::string_view path,
                          std::string_view body)
{
    asio::io_context io;
    asio::ip::tcp::socket socket{io};
    socket.connect({asio::ip::address_v4::loopback(), control_port(state)});
    const std::string request = fmt::format("{} {} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: {}\r\n"
                                            "Connection: close\r\n\r\n{}",
                                            method, path, body.size(), body);
    asio::write(socket, asio::buffer(request));
    std::string answer;
    boost::system::error_code end;
    asio::read(socket, asio::dynamic_buffer(answer), end);
    const std::size_t head = answer.find("\r\n\r\n");
    if (end != asio::error::eof || head == std::string::npos) {
        throw std::runtime_error{"the simulator broke off"};
    }
    return {std::atoi(answer.c_str() + std::string_view{"HTTP/1.1 "}.size()), answer.substr(head + 4)};
}

}  // namespace sasyncd::simulator
