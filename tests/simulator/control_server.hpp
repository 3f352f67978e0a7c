#pragma once

#include "control.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>

#include <cstdint>

namespace sasyncd::simulator {

// Plain HTTP on 127.0.0.1 for the control API.
class ControlServer {
public:
    ControlServer(boost::asio::io_context& io, std::uint16_t port, Control& control);
    std::uint16_t port() const { return acceptor_.local_endpoint().port(); }

private:
    void accept();

    boost::asio::ip::tcp::acceptor acceptor_;
    Control& control_;
};

}  // namespace sasyncd::simulator
