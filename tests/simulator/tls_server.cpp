#include "tls_server.hpp"

#include "tls_session.hpp"

#include <fmt/format.h>

#include <utility>

namespace sasyncd::simulator {

namespace asio = boost::asio;
using tcp = asio::ip::tcp;

TlsServer::TlsServer(asio::io_context& io, Site site, std::uint16_t port, Parts parts)
    : io_{io},
      acceptor_{io},
      reopening_{io},
      endpoint_{asio::ip::address_v4::loopback(), port},
      site_{site},
      parts_{parts} {
    listen();
}

void TlsServer::listen() {
    acceptor_.open(endpoint_.protocol());
    acceptor_.set_option(tcp::acceptor::reuse_address{true});
    acceptor_.bind(endpoint_);
    acceptor_.listen();
    endpoint_ = acceptor_.local_endpoint();
    accept();
}

void TlsServer::accept() {
    acceptor_.async_accept([this](boost::system::error_code fault, tcp::socket socket) {
        if (fault == asio::error::operation_aborted) {
            return;
        }
        if (!fault) {
            boost::system::error_code ignored;
            socket.set_option(tcp::no_delay{true}, ignored);
            start_session(*this, std::move(socket));
        }
        accept();
    });
}

void TlsServer::refuse_for(std::chrono::milliseconds time) {
    boost::system::error_code ignored;
    acceptor_.close(ignored);
    reopening_.expires_after(time);
    reopening_.async_wait([this](boost::system::error_code fault) {
        if (!fault && !acceptor_.is_open()) {
            listen();
        }
    });
}

}  // namespace sasyncd::simulator
