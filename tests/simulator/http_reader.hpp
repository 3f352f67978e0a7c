#pragma once

#include "http_message.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/error.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>

#include <cstddef>
#include <string>

namespace sasyncd::simulator {

constexpr auto kEndOfStream = boost::beast::http::error::end_of_stream;

// Reads one request after the other from a stream.
class HttpReader {
public:
    explicit HttpReader(std::size_t body_limit = 1 << 20) : body_limit_{body_limit} {}

    template <typename Stream>
    boost::asio::awaitable<HttpRequest> read(Stream& stream, boost::system::error_code& fault) {
        namespace http = boost::beast::http;
        http::request_parser<http::string_body> parser;
        parser.body_limit(body_limit_);
        parser.header_limit(256 * 1024);
        co_await http::async_read(stream, buffer_, parser,
                                  boost::asio::redirect_error(boost::asio::use_awaitable, fault));
        HttpRequest request;
        if (!fault) {
            fill(request, parser.get());
        }
        co_return request;
    }

private:
    using Message = boost::beast::http::request<boost::beast::http::string_body>;
    static void fill(HttpRequest& request, Message& message);

    std::size_t body_limit_;
    boost::beast::flat_buffer buffer_;
};

}  // namespace sasyncd::simulator
