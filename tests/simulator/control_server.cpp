#include "control_server.hpp"

#include "http_reader.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/write.hpp>
#include <fmt/format.h>

#include <array>
#include <string>
#include <utility>

namespace sasyncd::simulator {
namespace {

namespace asio = boost::asio;
using tcp = asio::ip::tcp;
using boost::system::error_code;

constexpr std::size_t kLargestBody = std::size_t{1} << 31;  // a million rows may be added at once

std::string head_of(ControlReply const& reply, bool keep_alive) {
    std::string head = fmt::format("HTTP/1.1 {} {}\r\nContent-Type: application/{}\r\n", reply.status,
                                   reason_phrase(reply.status), reply.more ? "x-ndjson" : "json");
    if (!reply.more) {
        head += fmt::format("Content-Length: {}\r\n", reply.body.size() + 1);
    }
    return head += keep_alive ? "\r\n" : "Connection: close\r\n\r\n";
}

asio::awaitable<void> send(tcp::socket& socket, std::string const& bytes, error_code& fault) {
    auto const buffer = asio::buffer(bytes);
    co_await asio::async_write(socket, buffer, asio::redirect_error(asio::use_awaitable, fault));
}

asio::awaitable<void> serve(tcp::socket socket, Control& control) {
    HttpReader reader{kLargestBody};
    error_code fault;
    bool keep_alive = true;
    while (keep_alive) {
        const HttpRequest request = co_await reader.read(socket, fault);
        if (fault) {
            break;
        }
        const ControlReply reply = control.handle(request);
        keep_alive = request.keep_alive && !reply.more;
        std::string bytes = head_of(reply, keep_alive);
        bytes += reply.body;
        bytes += reply.more ? "" : "\n";
        co_await send(socket, bytes, fault);
        bytes.clear();
        while (!fault && reply.more && reply.more(bytes)) {
            co_await send(socket, bytes, fault);
            bytes.clear();
        }
        keep_alive = keep_alive && !fault;
    }
    socket.shutdown(tcp::socket::shutdown_both, fault);
}

}  // namespace

ControlServer::ControlServer(asio::io_context& io, std::uint16_t port, Control& control)
    : acceptor_{io, tcp::endpoint{asio::ip::address_v4::loopback(), port}}, control_{control} {
    accept();
}

void ControlServer::accept() {
    acceptor_.async_accept([this](error_code fault, tcp::socket socket) {
        if (fault == asio::error::operation_aborted) {
            return;
        }
        if (!fault) {
            const auto executor = socket.get_executor();
            asio::co_spawn(executor, serve(std::move(socket), control_), asio::detached);
        }
        accept();
    });
}

}  // namespace sasyncd::simulator
