#include "net/net_errors.hpp"

#include <boost/asio/error.hpp>
#include <boost/asio/ssl/error.hpp>
#include <boost/beast/core/error.hpp>
#include <boost/beast/http/error.hpp>
#include <gtest/gtest.h>

namespace sasyncd {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
using boost::system::error_code;

constexpr Step kEverySteps[] = {Step::resolve, Step::connect, Step::handshake, Step::send, Step::receive};

/// "retry_later TimedOut"
std::string told(error_code const& failure, Step step) {
    auto const error = network_error(failure, step, "sas.example:443");
    EXPECT_NE(error.what.find("sas.example:443"), std::string::npos) << error.what;
    EXPECT_EQ(error.what.find('\n'), std::string::npos) << error.what;
    return std::string(to_string(error.kind)) + " " + error.code;
}

TEST(NetErrors, StoppingIsCancelledAtEveryStep) {
    for (auto const step : kEverySteps)
        EXPECT_EQ(told(asio::error::operation_aborted, step), "cancelled Cancelled");
}

TEST(NetErrors, TimeOutsAreTriedLaterAtEveryStep) {
    for (auto const step : kEverySteps) {
        EXPECT_EQ(told(beast::error::timeout, step), "retry_later TimedOut");
        EXPECT_EQ(told(asio::error::timed_out, step), "retry_later TimedOut") << "the kernel's own";
    }
}

TEST(NetErrors, LookUpsTellAMissingHostFromAFailingNameServer) {
    EXPECT_EQ(told(asio::error::host_not_found, Step::resolve), "unavailable UnknownHost");
    EXPECT_EQ(told(asio::error::no_data, Step::resolve), "unavailable UnknownHost");
    EXPECT_EQ(told(asio::error::host_not_found_try_again, Step::resolve), "retry_later NameServerFailed");
}

TEST(NetErrors, ConnectsThatFailAreUnavailable) {
    EXPECT_EQ(told(asio::error::connection_refused, Step::connect), "unavailable ConnectionRefused");
    for (auto const code : {asio::error::host_unreachable, asio::error::network_unreachable,
                            asio::error::access_denied, asio::error::network_down})
        EXPECT_EQ(told(code, Step::connect), "unavailable Unreachable");
}

TEST(NetErrors, ALackOfFileDescriptorsIsOursAndPasses) {
    auto const of_machine = make_error_code(boost::system::errc::too_many_files_open_in_system);
    for (auto const step : kEverySteps)
        for (auto const& code : {error_code(asio::error::no_descriptors), of_machine}) {
            EXPECT_EQ(told(code, step), "retry_later TooManyOpenFiles");
            EXPECT_NE(network_error(code, step, "x").remedy.find("LimitNOFILE"), std::string::npos);
        }
}

TEST(NetErrors, ClosedAndResetConnectionsAreTriedLater) {
    for (auto const step : {Step::handshake, Step::send, Step::receive}) {
        EXPECT_EQ(told(asio::error::connection_reset, step), "retry_later ConnectionReset");
        EXPECT_EQ(told(asio::error::eof, step), "retry_later ConnectionClosed");
        EXPECT_EQ(told(asio::error::broken_pipe, step), "retry_later ConnectionClosed");
        EXPECT_EQ(told(asio::ssl::error::stream_truncated, step), "retry_later ConnectionClosed");
    }
    EXPECT_EQ(told(http::error::end_of_stream, Step::receive), "retry_later ConnectionClosed");
    EXPECT_EQ(told(http::error::partial_message, Step::receive), "retry_later ConnectionClosed");
}

TEST(NetErrors, AHandshakeThatFailsOtherwiseIsUnavailable) {
    error_code const wrong_version(0x0A00010B, asio::error::get_ssl_category());
    EXPECT_EQ(told(wrong_version, Step::handshake), "unavailable TlsFailed");
}

TEST(NetErrors, TlsThatBreaksAfterTheHandshakeIsTriedLater) {
    error_code const bad_record(0x0A000119, asio::error::get_ssl_category());
    EXPECT_EQ(told(bad_record, Step::receive), "retry_later NetworkFailed");
}

TEST(NetErrors, AnswersAgainstTheRulesAreMalformed) {
    EXPECT_EQ(told(http::error::body_limit, Step::receive), "malformed BodyTooLarge");
    EXPECT_EQ(told(http::error::header_limit, Step::receive), "malformed HeaderTooLarge");
    EXPECT_EQ(told(http::error::buffer_overflow, Step::receive), "malformed HeaderTooLarge");
    for (auto const code :
         {http::error::bad_version, http::error::bad_status, http::error::bad_field, http::error::bad_chunk,
          http::error::bad_content_length, http::error::bad_line_ending})
        EXPECT_EQ(told(code, Step::receive), "malformed NoHttp");
}

TEST(NetErrors, WhatAnOperatorMustMendHasARemedy) {
    EXPECT_NE(network_error(http::error::body_limit, Step::receive, "x").remedy.find("walk.max_body"),
              std::string::npos);
    EXPECT_FALSE(network_error(asio::error::host_not_found, Step::resolve, "x").remedy.empty());
    EXPECT_FALSE(network_error(asio::error::connection_refused, Step::connect, "x").remedy.empty());
    error_code const wrong_version(0x0A00010B, asio::error::get_ssl_category());
    EXPECT_FALSE(network_error(wrong_version, Step::handshake, "x").remedy.empty());
}

TEST(NetErrors, OnlyEndsOfAConnectionAreCalledClosed) {
    for (error_code const code :
         {error_code(asio::error::eof), error_code(asio::error::connection_reset),
          error_code(asio::error::broken_pipe), error_code(asio::ssl::error::stream_truncated),
          error_code(http::error::end_of_stream)})
        EXPECT_TRUE(is_closed(code)) << code.message();
    for (error_code const code :
         {error_code(), error_code(asio::error::operation_aborted), error_code(beast::error::timeout),
          error_code(asio::error::connection_refused), error_code(http::error::body_limit)})
        EXPECT_FALSE(is_closed(code)) << code.message();
}

}  // namespace
}  // namespace sasyncd
