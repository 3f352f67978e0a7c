#pragma once

#include "net/net_errors.hpp"
#include "net/proxy.hpp"
#include "net/tls_context.hpp"
#include "net/transport.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>

#include <chrono>
#include <cstdint>
#include <memory>

namespace sasyncd {

using Deadline = std::chrono::steady_clock::time_point;

/// One connection to one origin, in clear or over TLS, directly or through a proxy. Dropping it closes it.
class Connection {
public:
    Connection(boost::asio::any_io_executor executor, boost::asio::ssl::context& context, Origin origin);

    /// Connects, asks `proxy` (may be null) for the way, shakes hands.
    [[nodiscard]] Task<Status> open(Proxy const* proxy, Deadline deadline);

    /// Sends the request once and reads its answer, of at most `max_body` bytes and 64 KiB of header.
    [[nodiscard]] Task<Result<HttpResponse>> exchange(HttpRequest const& request, std::uint64_t max_body,
                                                      Deadline deadline);

    /// After an exchange: whether the other side lets the connection be used again.
    [[nodiscard]] bool is_reusable() const { return is_reusable_; }
    /// After a failed exchange: closed by the other side before any byte of an answer, so that the request may well
    /// never have been looked at.
    [[nodiscard]] bool was_stale() const { return was_stale_; }
    /// While idle: nothing has come from the other side, not even its farewell.
    [[nodiscard]] bool is_quiet();

private:
    template <class Stream>
    Task<Result<HttpResponse>> exchange_over(Stream& stream, HttpRequest const& request,
                                             std::uint64_t max_body, Deadline deadline);
    [[nodiscard]] Error receive_error(boost::system::error_code const& failure, std::uint64_t max_body) const;
    [[nodiscard]] Task<Status> connect(Origin const& to, Deadline deadline);
    [[nodiscard]] Task<Status> ask_proxy(Proxy const& proxy, Deadline deadline);
    [[nodiscard]] Task<Status> shake_hands(Deadline deadline);

    Origin origin_;
    CertificateFault certificate_fault_;
    boost::asio::ssl::stream<boost::beast::tcp_stream> stream_;  // in clear, only its lower layer is used
    boost::beast::flat_buffer buffer_;
    bool is_reusable_ = false;
    bool was_stale_ = false;
};

}  // namespace sasyncd
