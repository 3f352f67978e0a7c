#include "support/tunnel_proxy.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

#include <array>

namespace sasyncd::test {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

namespace {

struct Tunnel {
    Tunnel(tcp::socket client_side, tcp::socket server_side)
        : client(std::move(client_side)), server(std::move(server_side)) {}

    tcp::socket client;
    tcp::socket server;
};

/// Carries bytes until one side closes, then closes the other for writing.
Task<void> carry(std::shared_ptr<Tunnel> /*both live as long as this*/, tcp::socket& from, tcp::socket& to) {
    std::array<char, 16'384> bytes;
    error_code failure;
    while (!failure) {
        auto const room = asio::buffer(bytes);
        auto const count =
            co_await from.async_read_some(room, asio::redirect_error(asio::use_awaitable, failure));
        if (failure)
            break;
        auto const full = asio::buffer(bytes, count);
        co_await asio::async_write(to, full, asio::redirect_error(asio::use_awaitable, failure));
    }
    to.shutdown(tcp::socket::shutdown_send, failure);
}

}  // namespace

TunnelProxy::TunnelProxy(asio::any_io_executor executor, std::uint16_t target_port)
    : server_(executor, [log = log_, target_port](Peer& peer) { return attend(peer, log, target_port); }) {}

Task<void> TunnelProxy::attend(Peer& peer, std::shared_ptr<Log> log, std::uint16_t target_port) {
    auto const head = co_await peer.read_head();
    log->heads.push_back(head);
    if (!log->refusal.empty()) {
        co_await peer.write(log->refusal);
        co_await peer.wait_for_end();
        co_return;
    }
    auto client = peer.release();
    auto const executor = client.get_executor();
    tcp::socket server(executor);
    tcp::endpoint const target(asio::ip::address_v4::loopback(), target_port);
    error_code failure;
    co_await server.async_connect(target, asio::redirect_error(asio::use_awaitable, failure));
    server.set_option(tcp::no_delay(true), failure);
    std::string const opened = "HTTP/1.1 200 Connection established\r\n\r\n";
    auto const buffer = asio::buffer(opened);
    co_await asio::async_write(client, buffer, asio::redirect_error(asio::use_awaitable, failure));
    auto const tunnel = std::make_shared<Tunnel>(std::move(client), std::move(server));
    asio::co_spawn(executor, carry(tunnel, tunnel->client, tunnel->server), asio::detached);
    asio::co_spawn(executor, carry(tunnel, tunnel->server, tunnel->client), asio::detached);
}

}  // namespace sasyncd::test
