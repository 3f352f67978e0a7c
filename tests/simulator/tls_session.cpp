#include "tls_session.hpp"

#include "http_message.hpp"
#include "http_reader.hpp"
#include "tls_server.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <fmt/format.h>
#include <openssl/ssl.h>

#include <algorithm>
#include <array>
#include <memory>

namespace sasyncd::simulator {
namespace {

namespace asio = boost::asio;
using tcp = asio::ip::tcp;
using boost::system::error_code;

template <typename T>
using Task = asio::awaitable<T>;

class TlsSession {
public:
    TlsSession(TlsServer& server, tcp::socket socket)
        : server_{server},
          context_{share(server)},
          stream_{std::move(socket), context_},
          timer_{stream_.get_executor()},
          connection_{server.next_connection()} {}

    Task<void> run();

private:
    using Mode = Delivery::Mode;

    static asio::ssl::context share(TlsServer& server) {
        SSL_CTX* context =
            server.parts().certificates.context(server.parts().world.settings[server.site()].certificate);
        SSL_CTX_up_ref(context);  // the wrapper frees it
        return asio::ssl::context{context};
    }

    Task<bool> deliver(Reply const& reply, bool keep_alive);
    Task<bool> deliver_damaged(Reply const& reply, std::string const& head);
    Task<void> write(std::string_view bytes);
    Task<void> write_endlessly();
    Task<void> write_slowly(std::string_view bytes, Delivery const& delivery);
    Task<void> wait(std::chrono::milliseconds time);
    Task<void> wait_for_peer();
    Task<void> shut_down();
    void reset();

    TlsServer& server_;
    asio::ssl::context context_;
    asio::ssl::stream<tcp::socket> stream_;
    asio::steady_timer timer_;
    std::uint64_t connection_;
    error_code fault_;
};

Task<void> TlsSession::run() {
    co_await stream_.async_handshake(asio::ssl::stream_base::server,
                                     asio::redirect_error(asio::use_awaitable, fault_));
    HttpReader reader;
    bool goes_on = !fault_;
    while (goes_on) {
        HttpRequest request = co_await reader.read(stream_, fault_);
        if (fault_) {
            break;
        }
        request.site = server_.site();
        request.connection = connection_;
        bool const keep_alive = request.keep_alive;
        const Reply reply = server_.parts().api.handle(request);
        goes_on = co_await deliver(reply, keep_alive);
    }
    if (stream_.lowest_layer().is_open() && (!fault_ || fault_ == kEndOfStream)) {
        co_await shut_down();
    }
}

Task<bool> TlsSession::deliver(Reply const& reply, bool keep_alive) {
    co_await wait(reply.delivery.delay);
    bool const goes_on = keep_alive && !reply.delivery.then_close;
    const std::string head = make_head(reply, goes_on);
    if (reply.delivery.mode != Mode::whole) {
        bool const is_intact = co_await deliver_damaged(reply, head);
        co_return is_intact&& goes_on && !fault_;
    }
    const std::array<asio::const_buffer, 2> buffers = {asio::buffer(head), asio::buffer(reply.body)};
    co_await asio::async_write(stream_, buffers, asio::redirect_error(asio::use_awaitable, fault_));
    co_return goes_on && !fault_;
}

// Whether the connection can still be used.
Task<bool> TlsSession::deliver_damaged(Reply const& reply, std::string const& head) {
    Delivery const& delivery = reply.delivery;
    const std::string_view body = reply.body;
    const std::size_t cut = delivery.bytes != 0 ? delivery.bytes : body.size() / 2;
    switch (delivery.mode) {
        case Mode::whole: break;
        case Mode::stall_before: co_await wait_for_peer(); break;
        case Mode::stall_headers:
            co_await write(std::string_view{head}.substr(0, head.size() / 2));
            co_await wait_for_peer();
            break;
        case Mode::stall_body:
            co_await write(head);
            co_await write(body.substr(0, cut));
            co_await wait_for_peer();
            break;
        case Mode::truncated:
            co_await write(head);
            co_await write(body.substr(0, cut));
            break;
        case Mode::endless:
            co_await write(head);
            co_await write_endlessly();
            break;
        case Mode::trickle:
            co_await write(head);
            co_await write_slowly(body, delivery);
            co_return true;
        case Mode::reset: reset(); break;
        case Mode::close: break;
        case Mode::refuse: server_.refuse_for(delivery.interval); break;
    }
    co_return false;
}

Task<void> TlsSession::write(std::string_view bytes) {
    if (!fault_ && !bytes.empty()) {
        auto const buffer = asio::buffer(bytes);
        co_await asio::async_write(stream_, buffer, asio::redirect_error(asio::use_awaitable, fault_));
    }
}

Task<void> TlsSession::write_endlessly() {
    const std::string blanks = fmt::format("4000\r\n{}\r\n", std::string(0x4000, ' '));
    co_await write("1\r\n{\r\n");
    while (!fault_) {
        co_await write(blanks);
    }
}

Task<void> TlsSession::write_slowly(std::string_view bytes, Delivery const& delivery) {
    for (std::size_t at = 0; at < bytes.size() && !fault_; at += std::max<std::size_t>(delivery.bytes, 1)) {
        co_await write(bytes.substr(at, std::max<std::size_t>(delivery.bytes, 1)));
        co_await wait(delivery.interval);
    }
}

Task<void> TlsSession::wait(std::chrono::milliseconds time) {
    if (time.count() > 0) {
        error_code ignored;
        timer_.expires_after(time);
        co_await timer_.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
    }
}

Task<void> TlsSession::wait_for_peer() {
    std::array<char, 1024> bytes{};
    while (!fault_) {
        co_await stream_.async_read_some(asio::buffer(bytes),
                                         asio::redirect_error(asio::use_awaitable, fault_));
    }
}

Task<void> TlsSession::shut_down() {
    // The peer need not answer the close; two seconds are enough.
    timer_.expires_after(std::chrono::seconds{2});
    timer_.async_wait([this](error_code fault) {
        if (!fault) {
            reset();
        }
    });
    co_await stream_.async_shutdown(asio::redirect_error(asio::use_awaitable, fault_));
    timer_.cancel();
}

void TlsSession::reset() {
    error_code ignored;
    auto& socket = stream_.next_layer();
    socket.set_option(asio::socket_base::linger{true, 0}, ignored);
    socket.close(ignored);
}

Task<void> run_session(std::shared_ptr<TlsSession> session) {
    co_await session->run();
}

}  // namespace

void start_session(TlsServer& server, tcp::socket socket) {
    auto const executor = socket.get_executor();
    auto session = std::make_shared<TlsSession>(server, std::move(socket));
    asio::co_spawn(executor, run_session(std::move(session)), asio::detached);
}

}  // namespace sasyncd::simulator
