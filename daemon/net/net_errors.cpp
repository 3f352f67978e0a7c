#include "net/net_errors.hpp"

#include <boost/asio/error.hpp>
#include <boost/asio/ssl/error.hpp>
#include <boost/beast/core/error.hpp>
#include <boost/beast/http/error.hpp>
#include <boost/system/errc.hpp>
#include <fmt/format.h>

namespace sasyncd {

namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
using boost::system::error_code;

Error make(ErrorKind kind, std::string_view code, std::string what, std::string remedy = {}) {
    Error error(kind, std::move(what));
    error.code = code;
    error.remedy = std::move(remedy);
    return error;
}

std::string_view doing(Step step) {
    switch (step) {
        case Step::resolve: return "looking up";
        case Step::connect: return "connecting to";
        case Step::handshake: return "the TLS handshake with";
        case Step::send: return "sending to";
        case Step::receive: return "receiving from";
    }
    return "talking to";
}

std::string_view until(Step step) {
    switch (step) {
        case Step::handshake: return "during the TLS handshake";
        case Step::send: return "before it took the whole request";
        default: return "before its answer was complete";
    }
}

Error resolve_error(error_code const& failure, std::string_view where) {
    if (failure == asio::error::host_not_found_try_again)
        return make(ErrorKind::retry_later, "NameServerFailed",
                    fmt::format("looking up {}: {}", where, failure.message()),
                    "check the name servers of this host");
    return make(ErrorKind::unavailable, "UnknownHost",
                fmt::format("looking up {}: {}", where, failure.message()),
                "check the endpoint's spelling and the name servers of this host");
}

Error connect_error(error_code const& failure, std::string_view where) {
    bool const is_refused = failure == asio::error::connection_refused;
    return make(
        ErrorKind::unavailable, is_refused ? "ConnectionRefused" : "Unreachable",
        fmt::format("connecting to {}: {}", where, failure.message()),
        "check the address, the route and the firewall; where the way out leads through a proxy, set proxy");
}

Error handshake_error(error_code const& failure, std::string_view where) {
    return make(ErrorKind::unavailable, "TlsFailed",
                fmt::format("the TLS handshake with {} failed: {}", where, failure.message()),
                "the port must speak TLS 1.2 or later; check the endpoint's port and what stands in between");
}

Error answer_error(error_code const& failure, std::string_view where) {
    if (failure == http::error::body_limit)
        return make(ErrorKind::malformed, "BodyTooLarge",
                    fmt::format("the answer of {} is larger than allowed", where),
                    "raise walk.max_body or lower page_size");
    if (failure == http::error::header_limit || failure == http::error::buffer_overflow)
        return make(ErrorKind::malformed, "HeaderTooLarge",
                    fmt::format("the header of the answer of {} is larger than 64 KiB", where));
    return make(ErrorKind::malformed, "NoHttp",
                fmt::format("the answer of {} is no proper HTTP: {}", where, failure.message()));
}

/// Ours or the whole machine's: nothing about the other side, and over as soon as something is closed.
bool is_out_of_files(error_code const& failure) {
    return failure == asio::error::no_descriptors ||
           failure == boost::system::errc::too_many_files_open_in_system;
}

bool is_of_http(error_code const& failure) {
    error_code const of_http(http::error::end_of_stream);
    return failure.category() == of_http.category();
}

}  // namespace

bool is_closed(error_code const& failure) {
    return failure == asio::error::eof || failure == asio::error::connection_reset ||
           failure == asio::error::broken_pipe || failure == asio::error::connection_aborted ||
           failure == asio::error::not_connected || failure == asio::ssl::error::stream_truncated ||
           failure == http::error::end_of_stream || failure == http::error::partial_message;
}

Error network_error(error_code const& failure, Step step, std::string_view where) {
    if (failure == asio::error::operation_aborted)
        return make(ErrorKind::cancelled, "Cancelled", fmt::format("{} {} was stopped", doing(step), where));
    if (failure == beast::error::timeout || failure == asio::error::timed_out)
        return make(ErrorKind::retry_later, "TimedOut",
                    fmt::format("{} {} took too long", doing(step), where));
    if (is_out_of_files(failure))
        return make(ErrorKind::retry_later, "TooManyOpenFiles",
                    fmt::format("{} {}: the limit of open files is reached ({})", doing(step), where,
                                failure.message()),
                    "raise LimitNOFILE of the service (ulimit -n), or the machine's fs.file-max");
    if (step == Step::resolve)
        return resolve_error(failure, where);
    if (step == Step::connect)
        return connect_error(failure, where);
    if (is_closed(failure)) {
        bool const is_reset = failure == asio::error::connection_reset;
        return make(
            ErrorKind::retry_later, is_reset ? "ConnectionReset" : "ConnectionClosed",
            fmt::format("{} {} the connection {}", where, is_reset ? "reset" : "closed", until(step)));
    }
    if (step == Step::handshake)
        return handshake_error(failure, where);
    if (is_of_http(failure))
        return answer_error(failure, where);
    return make(ErrorKind::retry_later, "NetworkFailed",
                fmt::format("{} {}: {}", doing(step), where, failure.message()));
}

}  // namespace sasyncd
