#include "net/beast_transport.hpp"

#include "net/connection_pool.hpp"

#include <boost/system/system_error.hpp>
#include <fmt/format.h>

namespace sasyncd {

namespace {

namespace asio = boost::asio;
using std::chrono::steady_clock;

class BeastTransport final : public Transport {
public:
    BeastTransport(asio::any_io_executor executor, std::unique_ptr<asio::ssl::context> context,
                   ProxyRules rules, TransportOptions const& options, Log log)
        : executor_(std::move(executor)),
          context_(std::move(context)),
          rules_(std::move(rules)),
          request_timeout_(options.request_timeout),
          max_body_(options.max_body),
          log_(std::move(log)),
          pool_(std::make_shared<ConnectionPool>(executor_)) {}

    [[nodiscard]] Task<Result<HttpResponse>> send(HttpRequest request) override;

private:
    [[nodiscard]] Task<Result<HttpResponse>> send_once(HttpRequest const& request, Deadline deadline);
    [[nodiscard]] Error told(Error error, Connection const& connection, bool is_reused, Origin const& origin);

    asio::any_io_executor executor_;
    std::unique_ptr<asio::ssl::context> context_;
    ProxyRules rules_;
    std::chrono::milliseconds request_timeout_;
    std::uint64_t max_body_;
    Log log_;
    std::shared_ptr<ConnectionPool> pool_;
};

Task<Result<HttpResponse>> BeastTransport::send(HttpRequest request) {
    auto const began = steady_clock::now();
    auto const timeout = request.timeout.count() > 0 ? request.timeout : request_timeout_;
    try {
        auto response = co_await send_once(request, began + timeout);
        if (response.has_value())
            response->duration =
                std::chrono::duration_cast<std::chrono::milliseconds>(steady_clock::now() - began);
        co_return response;
    } catch (boost::system::system_error const& error) {
        // Thrown by co_await itself where the coroutine was stopped between two operations.
        if (error.code() != asio::error::operation_aborted)
            throw;
        co_return network_error(error.code(), Step::connect, request.origin.address());
    }
}

Task<Result<HttpResponse>> BeastTransport::send_once(HttpRequest const& request, Deadline deadline) {
    auto connection = pool_->take(request.origin, steady_clock::now());
    bool const is_reused = connection != nullptr;
    if (!is_reused) {
        auto const* const proxy = rules_.proxy_for(request.origin);
        connection = std::make_unique<Connection>(executor_, *context_, request.origin);
        if (auto opened = co_await connection->open(proxy, deadline); opened.has_error())
            co_return opened.error();
        log_->debug("event=connected origin={} proxy={}", request.origin.address(), proxy != nullptr);
    }
    auto response = co_await connection->exchange(request, max_body_, deadline);
    if (response.has_error())
        co_return told(response.error(), *connection, is_reused, request.origin);
    if (connection->is_reusable())
        pool_->give(request.origin, std::move(connection), steady_clock::now());
    co_return response;
}

/// A kept connection that had died in the meantime says nothing about the server: the caller signs afresh and sends
/// again, on a new connection.
Error BeastTransport::told(Error error, Connection const& connection, bool is_reused, Origin const& origin) {
    if (!is_reused || !connection.was_stale())
        return error;
    pool_->drop(origin);
    error.kind = ErrorKind::retry_now;
    error.code = "StaleConnection";
    error.what =
        fmt::format("{} had closed a connection that was kept for further requests", origin.address());
    return error;
}

}  // namespace

Result<std::unique_ptr<Transport>> make_beast_transport(asio::any_io_executor executor,
                                                        TransportOptions const& options,
                                                        Environment const& environment, Log log) {
    auto context = make_tls_context(options.ca_file);
    if (context.has_error())
        return context.error();
    auto rules = ProxyRules::read(options.proxy, environment);
    if (rules.has_error())
        return rules.error();
    return std::unique_ptr<Transport>(std::make_unique<BeastTransport>(
        std::move(executor), std::move(*context), std::move(*rules), options, std::move(log)));
}

}  // namespace sasyncd
