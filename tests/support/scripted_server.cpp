#include "support/scripted_server.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <fmt/format.h>
#include <openssl/ssl.h>

#include <algorithm>
#include <array>
#include <exception>
#include <optional>
#include <utility>

namespace sasyncd::test {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

namespace {

asio::ssl::context& no_context() {
    static asio::ssl::context context(asio::ssl::context::tls_server);
    return context;
}

std::optional<asio::ssl::context> make_context(ServerTls const& tls) {
    std::optional<asio::ssl::context> context(std::in_place, asio::ssl::context::tls_server);
    auto* const handle = context->native_handle();
    context->use_certificate_chain(asio::buffer(tls.identity.certificate));
    context->use_private_key(asio::buffer(tls.identity.key), asio::ssl::context::pem);
    SSL_CTX_set_min_proto_version(handle, tls.lowest);
    SSL_CTX_set_max_proto_version(handle, tls.highest);
    if (tls.highest != 0 && tls.highest < TLS1_2_VERSION)
        SSL_CTX_set_cipher_list(handle, "DEFAULT:@SECLEVEL=0");  // else the library refuses old versions
    return context;
}

std::size_t content_length(std::string head) {
    std::transform(head.begin(), head.end(), head.begin(), [](unsigned char c) { return std::tolower(c); });
    auto const at = head.find("\r\ncontent-length:");
    return at == std::string::npos ? 0 : std::stoul(head.substr(at + 17));
}

void rethrow(std::exception_ptr const& failure) {
    if (failure)
        std::rethrow_exception(failure);
}

}  // namespace

Peer::Peer(tcp::socket socket, asio::ssl::context* context, Records& records)
    : stream_(std::move(socket), context != nullptr ? *context : no_context()),
      is_tls_(context != nullptr),
      records_(records),
      number_(records.accepted) {
    stream_.next_layer().set_option(tcp::no_delay(true));  // else Nagle and delayed ACKs cost 40 ms a test
}

Task<bool> Peer::shake_hands() {
    error_code failure;
    co_await stream_.async_handshake(asio::ssl::stream_base::server,
                                     asio::redirect_error(asio::use_awaitable, failure));
    if (auto const* const name = SSL_get_servername(stream_.native_handle(), TLSEXT_NAMETYPE_host_name))
        server_name_ = name;
    co_return !failure;
}

Task<bool> Peer::receive() {
    error_code failure;
    std::array<char, 16'384> bytes;
    std::size_t count = 0;
    auto const buffer = asio::buffer(bytes);
    if (is_tls_)
        count = co_await stream_.async_read_some(buffer, asio::redirect_error(asio::use_awaitable, failure));
    else
        count = co_await stream_.next_layer().async_read_some(
            buffer, asio::redirect_error(asio::use_awaitable, failure));
    received_.append(bytes.data(), count);
    co_return count > 0;
}

Task<std::string> Peer::read_head() {
    auto end = received_.find("\r\n\r\n");
    while (end == std::string::npos) {
        if (!co_await receive())
            co_return std::string();
        end = received_.find("\r\n\r\n");
    }
    auto head = received_.substr(0, end + 4);
    received_.erase(0, end + 4);
    co_return head;
}

Task<bool> Peer::read_request() {
    SeenRequest request;
    request.head = co_await read_head();
    if (request.head.empty())
        co_return false;
    auto const size = content_length(request.head);
    while (received_.size() < size)
        if (!co_await receive())
            co_return false;
    request.body = received_.substr(0, size);
    received_.erase(0, size);
    request.server_name = server_name_;
    request.connection = number_;
    records_.requests.push_back(std::move(request));
    co_return true;
}

Task<bool> Peer::write(std::string bytes) {
    error_code failure;
    auto const buffer = asio::buffer(bytes);
    if (is_tls_)
        co_await asio::async_write(stream_, buffer, asio::redirect_error(asio::use_awaitable, failure));
    else
        co_await asio::async_write(stream_.next_layer(), buffer,
                                   asio::redirect_error(asio::use_awaitable, failure));
    co_return !failure;
}

Task<void> Peer::say_farewell() {
    error_code ignored;
    co_await stream_.async_shutdown(asio::redirect_error(asio::use_awaitable, ignored));
}

void Peer::close() {
    error_code ignored;
    stream_.next_layer().close(ignored);
}

void Peer::reset() {
    stream_.next_layer().set_option(asio::socket_base::linger(true, 0));
    close();
}

Task<void> Peer::wait_for_end() {
    // g++ 12 miscompiles coroutines with co_await in a condition and no local variable.
    bool is_open = true;
    while (is_open) {
        is_open = co_await receive();
        received_.clear();
    }
}

Task<void> Peer::pause(std::chrono::milliseconds time) {
    asio::steady_timer timer(stream_.get_executor(), time);
    co_await timer.async_wait(asio::use_awaitable);
}

struct ScriptedServer::State {
    State(asio::any_io_executor executor, std::optional<asio::ssl::context> tls, Script followed)
        : acceptor(executor, tcp::endpoint(asio::ip::address_v4::loopback(), 0)),
          port(acceptor.local_endpoint().port()),
          context(std::move(tls)),
          script(std::move(followed)) {}

    tcp::acceptor acceptor;
    std::uint16_t port;
    std::optional<asio::ssl::context> context;
    Script script;
    Records records;
};

namespace {

using StatePtr = std::shared_ptr<ScriptedServer::State>;

Task<void> attend(StatePtr state, tcp::socket socket) {
    ++state->records.accepted;
    {
        Peer peer(std::move(socket), state->context ? &*state->context : nullptr, state->records);
        if (state->context && !co_await peer.shake_hands())
            ++state->records.refused_handshakes;
        else
            co_await state->script(peer);
    }
    ++state->records.ended;
}

Task<void> listen(StatePtr state) {
    while (true) {
        error_code failure;
        auto socket =
            co_await state->acceptor.async_accept(asio::redirect_error(asio::use_awaitable, failure));
        if (failure)
            co_return;
        asio::co_spawn(state->acceptor.get_executor(), attend(state, std::move(socket)), rethrow);
    }
}

}  // namespace

ScriptedServer::ScriptedServer(asio::any_io_executor executor, Script script)
    : state_(std::make_shared<State>(executor, std::nullopt, std::move(script))) {
    asio::co_spawn(executor, listen(state_), rethrow);
}

ScriptedServer::ScriptedServer(asio::any_io_executor executor, ServerTls const& tls, Script script)
    : state_(std::make_shared<State>(executor, make_context(tls), std::move(script))) {
    asio::co_spawn(executor, listen(state_), rethrow);
}

ScriptedServer::~ScriptedServer() {
    stop_listening();
}

std::uint16_t ScriptedServer::port() const {
    return state_->port;
}

Records const& ScriptedServer::records() const {
    return state_->records;
}

void ScriptedServer::stop_listening() {
    error_code ignored;
    state_->acceptor.close(ignored);
}

std::string make_answer(std::string const& body, std::string const& fields, std::string const& status) {
    return fmt::format("HTTP/1.1 {}\r\nContent-Length: {}\r\n{}\r\n{}", status, body.size(), fields, body);
}

Script answer_always(std::string answer) {
    return [answer = std::move(answer)](Peer& peer) -> Task<void> {
        while (co_await peer.read_request())
            if (!co_await peer.write(answer))
                break;
    };
}

Script answer_and_close(std::string bytes) {
    return [bytes = std::move(bytes)](Peer& peer) -> Task<void> {
        if (co_await peer.read_request())
            co_await peer.write(bytes);
        peer.close();
    };
}

Script answer_and_stall(std::string bytes) {
    return [bytes = std::move(bytes)](Peer& peer) -> Task<void> {
        if (!co_await peer.read_request())
            co_return;
        co_await peer.write(bytes);
        co_await peer.wait_for_end();
    };
}

}  // namespace sasyncd::test
