#pragma once

#include "api.hpp"
#include "certificate.hpp"
#include "names.hpp"
#include "world.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>

#include <chrono>
#include <cstdint>

namespace sasyncd::simulator {

// One site's listener on 127.0.0.1. Everything runs on the io_context's thread.
class TlsServer {
public:
    struct Parts {
        World& world;
        Api& api;
        Certificates const& certificates;
    };

    TlsServer(boost::asio::io_context& io, Site site, std::uint16_t port, Parts parts);

    // Port 0 has become a real one.
    std::uint16_t port() const { return endpoint_.port(); }
    Site site() const { return site_; }
    Parts& parts() { return parts_; }
    std::uint64_t next_connection() { return ++connections_; }

    // Connections are refused until then; the port stays the same.
    void refuse_for(std::chrono::milliseconds time);

private:
    void listen();
    void accept();

    boost::asio::io_context& io_;
    boost::asio::ip::tcp::acceptor acceptor_;
    boost::asio::steady_timer reopening_;
    boost::asio::ip::tcp::endpoint endpoint_;
    Site site_;
    Parts parts_;
    std::uint64_t connections_ = 0;
};

}  // namespace sasyncd::simulator
