#include "service/admin_server.hpp"

#include "base/text.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>

#include <algorithm>
#include <memory>

namespace sasyncd {

namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
using asio::ip::tcp;

constexpr std::chrono::seconds kDeadline{10};
constexpr std::chrono::seconds kListenAgainAfter{10};
constexpr std::chrono::milliseconds kAcceptAgainAfter{200};
constexpr std::uint32_t kMostHeaderBytes = 8 * 1024;
constexpr std::uint64_t kMostBodyBytes = 1024;
constexpr std::size_t kMostConnections = 64;

using Request = http::request<http::string_body>;
using Response = http::response<http::string_body>;

Response response_to(Request const& request, AdminAnswer answer) {
    Response response(static_cast<http::status>(answer.status), request.version());
    response.set(http::field::server, "sasyncd");
    response.set(http::field::content_type, answer.content_type);
    response.set(http::field::cache_control, "no-store");
    response.set("Content-Security-Policy",
                 "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'; "
                 "form-action 'none'");
    response.set("Cross-Origin-Resource-Policy", "same-origin");
    response.set("Referrer-Policy", "no-referrer");
    response.set("X-Content-Type-Options", "nosniff");
    if (answer.status == 405)
        response.set(http::field::allow, "GET, HEAD");
    response.keep_alive(request.keep_alive());
    response.body() = std::move(answer.body);
    response.prepare_payload();
    return response;
}

tcp::endpoint endpoint_of(std::string const& listen) {
    auto const colon = listen.rfind(':');
    auto host = listen.substr(0, colon);
    if (host.size() > 2 && host.front() == '[')
        host = host.substr(1, host.size() - 2);
    auto const port = static_cast<std::uint16_t>(std::stoul(listen.substr(colon + 1)));
    return {asio::ip::make_address(host == "localhost" ? "127.0.0.1" : host), port};
}

}  // namespace

/// One connection; each request has its own deadline.
class AdminServer::Session {
public:
    Session(tcp::socket socket, AdminServer::Answer const& answer)
        : stream_(std::move(socket)), answer_(answer) {}

    Task<void> run() {
        try {
            while (co_await serve_one()) {}
            beast::error_code ignored;
            stream_.socket().shutdown(tcp::socket::shutdown_send, ignored);
        } catch (boost::system::system_error const&) {
            // Whoever asked is gone, slow, or speaks something else: nothing to mend here.
        }
    }

    /// For its request, or for it to take the answer.
    [[nodiscard]] bool is_waited_for() const { return !is_answering_; }
    void cut() { stream_.close(); }

private:
    /// False where the connection is to end.
    Task<bool> serve_one() {
        http::request_parser<http::string_body> parser;
        parser.header_limit(kMostHeaderBytes);
        parser.body_limit(kMostBodyBytes);
        stream_.expires_after(kDeadline);
        beast::error_code failure;
        auto token = asio::redirect_error(asio::use_awaitable, failure);
        co_await http::async_read(stream_, buffer_, parser, std::move(token));
        if (failure == http::error::end_of_stream)
            co_return false;
        bool const is_garbled =
            failure.category() == http::make_error_code(http::error::bad_target).category();
        if (failure && !is_garbled)
            throw boost::system::system_error(failure);
        Request request;
        AdminAnswer answer;
        if (is_garbled) {
            answer.status = 400;
            answer.body = "This is no request that HTTP/1.1 knows.\n";
        } else {
            request = parser.release();
            answer = co_await answer_to(request);
        }
        auto response = response_to(request, std::move(answer));
        bool const stays = response.keep_alive() && !is_garbled;
        response.keep_alive(stays);
        if (request.method() == http::verb::head)
            response.body().clear();
        stream_.expires_after(kDeadline);
        co_await http::async_write(stream_, response, asio::use_awaitable);
        co_return stays;
    }

    Task<AdminAnswer> answer_to(Request const& request) {
        AdminAnswer answer;
        if (request.method() != http::verb::get && request.method() != http::verb::head) {
            answer.status = 405;
            answer.body = "Only GET and HEAD are answered here.\n";
            co_return answer;
        }
        auto const target = request.target();
        std::string path(target.substr(0, target.find('?')));
        is_answering_ = true;
        answer = co_await answer_(std::move(path));
        is_answering_ = false;
        co_return answer;
    }

    beast::tcp_stream stream_;
    beast::flat_buffer buffer_{kMostHeaderBytes + kMostBodyBytes};
    AdminServer::Answer const& answer_;
    bool is_answering_ = false;
};

AdminServer::AdminServer(asio::any_io_executor executor, AdminOptions options, Answer answer, Log log)
    : executor_(std::move(executor)),
      options_(std::move(options)),
      answer_(std::move(answer)),
      log_(std::move(log)) {}

AdminServer::~AdminServer() = default;

Task<void> AdminServer::serve() {
    if (options_.listen.empty())
        co_return;
    for (;;) {
        std::string reason;
        try {
            co_await listen_and_accept();
        } catch (std::exception const& fault) {
            reason = fault.what();
        }
        log_->warn(
            "event=admin_not_listening listen={} {}; tried again in {} s: free the address, or set "
            "admin.listen to another, or to \"\" for none",
            options_.listen, field("reason", reason), kListenAgainAfter.count());
        asio::steady_timer pause(executor_, kListenAgainAfter);
        co_await pause.async_wait(asio::use_awaitable);
    }
}

Task<void> AdminServer::listen_and_accept() {
    tcp::acceptor acceptor(executor_, endpoint_of(options_.listen));
    log_->info("event=admin_listening address={}:{}", acceptor.local_endpoint().address().to_string(),
               acceptor.local_endpoint().port());
    for (;;) {
        beast::error_code failure;
        auto token = asio::redirect_error(asio::use_awaitable, failure);
        auto socket = co_await acceptor.async_accept(std::move(token));
        if (failure) {
            // It was gone again, or we are out of file descriptors: no reason to end the others.
            asio::steady_timer pause(executor_, kAcceptAgainAfter);
            co_await pause.async_wait(asio::use_awaitable);
        } else if (make_room()) {
            begin(std::make_shared<Session>(std::move(socket), answer_));
        }  // else it is closed as it goes
    }
}

bool AdminServer::make_room() {
    if (open_.size() < kMostConnections)
        return true;
    auto const slowest = std::find_if(open_.begin(), open_.end(),
                                      [](auto const& session) { return session->is_waited_for(); });
    if (slowest == open_.end())
        return false;
    (*slowest)->cut();
    open_.erase(slowest);
    return true;
}

void AdminServer::begin(std::shared_ptr<Session> session) {
    open_.push_back(session);
    auto end = [this, session](std::exception_ptr const&) { open_.remove(session); };
    asio::co_spawn(executor_, session->run(), std::move(end));
}

}  // namespace sasyncd
