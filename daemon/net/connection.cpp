#include "net/connection.hpp"

#include "net/encoding.hpp"
#include "net/resolve.hpp"

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/http/write.hpp>
#include <fmt/format.h>
#include <sys/socket.h>

#include <algorithm>
#include <cerrno>
#include <string>

namespace sasyncd {

namespace {

namespace asio = boost::asio;
namespace http = boost::beast::http;
using asio::ip::tcp;
using boost::system::error_code;

constexpr std::uint32_t kMaxHeader = 64U << 10U;
/// What is read ahead of the parser; bounds what it does not: the heads of chunks, and the fields behind the last one.
constexpr std::size_t kMaxBuffer = 2 * kMaxHeader;
/// Answers such as 103 (Early Hints) that may come before the one that counts.
constexpr int kMostInterim = 10;
/// A dead address must not eat the time of the living ones behind it.
constexpr std::chrono::seconds kPerAddress{5};

bool is_one_line(std::string_view text) {
    return text.find_first_of(std::string_view("\r\n\0", 3)) == std::string_view::npos;
}

bool is_sendable(HttpRequest const& request) {
    return is_one_line(request.target) && request.target.find(' ') == std::string::npos &&
           std::all_of(request.headers.begin(), request.headers.end(), [](auto const& header) {
               return is_one_line(header.first) && is_one_line(header.second);
           });
}

http::request<http::string_body> make_message(HttpRequest const& request) {
    http::request<http::string_body> message;
    message.version(11);
    message.method_string(request.method);
    message.target(request.target);
    message.set(http::field::host, request.origin.authority());
    message.set(http::field::accept_encoding, "identity");  // nothing is decoded here
    for (auto const& [name, value] : request.headers)
        message.insert(name, value);
    message.body() = request.body;
    message.prepare_payload();
    return message;
}

HttpResponse make_response(http::response<http::string_body>&& message) {
    HttpResponse response(message.result_int());
    for (auto const& field : message)
        response.headers.emplace_back(std::string(field.name_string()), std::string(field.value()));
    response.body = std::move(message.body());
    return response;
}

bool is_interim(unsigned status) {
    return status >= 100 && status < 200 && status != 101;
}

Error proxy_error(Proxy const& proxy, unsigned status) {
    Error error(ErrorKind::unavailable,
                fmt::format("the proxy {} refused the way with status {}", proxy.address.address(), status));
    error.code = "ProxyRefused";
    if (status != 407)
        return std::move(error).with_remedy("let it allow CONNECT to this host and port");
    auto const* const remedy = proxy.authorization.empty()
                                   ? "it wants a user name and password: http://user:password@host:port"
                                   : "check the user name and password in the proxy's URL";
    return std::move(error).with_remedy(remedy);
}

}  // namespace

Connection::Connection(asio::any_io_executor executor, asio::ssl::context& context, Origin origin)
    : origin_(std::move(origin)), stream_(boost::beast::tcp_stream(executor), context), buffer_(kMaxBuffer) {}

Task<Status> Connection::open(Proxy const* proxy, Deadline deadline) {
    auto const first_hop = proxy != nullptr ? proxy->address : origin_;
    if (auto connected = co_await connect(first_hop, deadline); connected.has_error()) {
        if (proxy == nullptr)
            co_return connected;
        co_return Error(connected.error()).within("the proxy");
    }
    if (proxy != nullptr)
        if (auto opened = co_await ask_proxy(*proxy, deadline); opened.has_error())
            co_return opened;
    if (origin_.tls)
        co_return co_await shake_hands(deadline);
    co_return Status();
}

Task<Status> Connection::connect(Origin const& to, Deadline deadline) {
    auto const endpoints = co_await resolve(to, deadline);
    if (endpoints.has_error())
        co_return endpoints.error();
    auto& layer = stream_.next_layer();
    error_code failure;
    for (std::size_t i = 0; i < endpoints->size(); ++i) {
        auto const left = static_cast<int>(endpoints->size() - i);
        auto const now = std::chrono::steady_clock::now();
        auto const share =
            std::min<std::chrono::steady_clock::duration>(kPerAddress, (deadline - now) / left);
        layer.expires_at(left == 1 ? deadline : now + share);
        co_await layer.async_connect((*endpoints)[i], asio::redirect_error(asio::use_awaitable, failure));
        if (!failure) {
            error_code ignored;
            layer.socket().set_option(tcp::no_delay(true), ignored);
            co_return Status();
        }
        if (failure == asio::error::operation_aborted || std::chrono::steady_clock::now() >= deadline)
            break;
        layer.close();
    }
    co_return network_error(failure, Step::connect, to.address());
}

Task<Status> Connection::ask_proxy(Proxy const& proxy, Deadline deadline) {
    auto& layer = stream_.next_layer();
    http::request<http::empty_body> message(http::verb::connect, origin_.address(), 11);
    message.set(http::field::host, origin_.address());
    if (!proxy.authorization.empty())
        message.set(http::field::proxy_authorization, proxy.authorization.reveal());
    error_code failure;
    layer.expires_at(deadline);
    co_await http::async_write(layer, message, asio::redirect_error(asio::use_awaitable, failure));
    if (failure)
        co_return network_error(failure, Step::send, "the proxy " + proxy.address.address());
    http::response_parser<http::empty_body> parser;
    parser.skip(true);
    parser.header_limit(kMaxHeader);
    co_await http::async_read_header(layer, buffer_, parser,
                                     asio::redirect_error(asio::use_awaitable, failure));
    if (failure)
        co_return network_error(failure, Step::receive, "the proxy " + proxy.address.address());
    if (http::to_status_class(parser.get().result_int()) != http::status_class::successful)
        co_return proxy_error(proxy, parser.get().result_int());
    buffer_.clear();
    co_return Status();
}

Task<Status> Connection::shake_hands(Deadline deadline) {
    expect_host(stream_.native_handle(), origin_.host);
    stream_.set_verify_callback([this](bool is_good, asio::ssl::verify_context& context) {
        if (!is_good && certificate_fault_.code == 0)
            certificate_fault_.note(context);
        return is_good;
    });
    error_code failure;
    stream_.next_layer().expires_at(deadline);
    co_await stream_.async_handshake(asio::ssl::stream_base::client,
                                     asio::redirect_error(asio::use_awaitable, failure));
    if (!failure)
        co_return Status();
    if (certificate_fault_.code != 0)
        co_return certificate_error(certificate_fault_, origin_.address());
    co_return network_error(failure, Step::handshake, origin_.address());
}

Task<Result<HttpResponse>> Connection::exchange(HttpRequest const& request, std::uint64_t max_body,
                                                Deadline deadline) {
    if (!is_sendable(request))
        co_return Error(ErrorKind::bug, "a request with a line break in its head");
    if (origin_.tls)
        co_return co_await exchange_over(stream_, request, max_body, deadline);
    co_return co_await exchange_over(stream_.next_layer(), request, max_body, deadline);
}

template <class Stream>
Task<Result<HttpResponse>> Connection::exchange_over(Stream& stream, HttpRequest const& request,
                                                     std::uint64_t max_body, Deadline deadline) {
    auto const message = make_message(request);
    is_reusable_ = false;
    error_code failure;
    stream_.next_layer().expires_at(deadline);
    co_await http::async_write(stream, message, asio::redirect_error(asio::use_awaitable, failure));
    if (failure) {
        was_stale_ = is_closed(failure);
        co_return network_error(failure, Step::send, origin_.address());
    }
    for (int i = 0; i <= kMostInterim; ++i) {
        http::response_parser<http::string_body> parser;
        parser.header_limit(kMaxHeader);
        parser.body_limit(max_body);
        co_await http::async_read(stream, buffer_, parser,
                                  asio::redirect_error(asio::use_awaitable, failure));
        if (failure) {
            was_stale_ = is_closed(failure) && i == 0 && !parser.got_some() && buffer_.size() == 0;
            co_return receive_error(failure, max_body);
        }
        if (is_interim(parser.get().result_int()))
            continue;
        stream_.next_layer().expires_never();
        is_reusable_ = parser.keep_alive() && buffer_.size() == 0 && parser.get().result_int() >= 200;
        auto response = make_response(parser.release());
        if (auto checked = check_encoding(response, origin_); checked.has_error())
            co_return checked.error();
        co_return response;
    }
    co_return receive_error(http::error::bad_status, max_body);
}

Error Connection::receive_error(error_code const& failure, std::uint64_t max_body) const {
    auto error = network_error(failure, Step::receive, origin_.address());
    if (failure == http::error::body_limit)
        error.what += fmt::format(": {} bytes", max_body);
    return error;
}

bool Connection::is_quiet() {
    // A farewell may have come in one piece with the answer.
    if (origin_.tls && has_unread(stream_.native_handle()))
        return false;
    char byte = 0;
    auto const handle = stream_.next_layer().socket().native_handle();
    auto const count = ::recv(handle, &byte, 1, MSG_PEEK | MSG_DONTWAIT);
    return count < 0 && errno == EAGAIN;
}

}  // namespace sasyncd
