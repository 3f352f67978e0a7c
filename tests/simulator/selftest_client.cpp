#include "selftest_client.hpp"

#include "crypto.hpp"
#include "signature_check.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/asio/write.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <ctime>

namespace sasyncd::simulator {
namespace {

namespace asio = boost::asio;

std::string acs_date(std::chrono::seconds offset) {
    const std::time_t time = std::chrono::system_clock::to_time_t(std::chrono::system_clock::now() + offset);
    std::tm parts{};
    gmtime_r(&time, &parts);
    char text[32];
    std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &parts);
    return text;
}

std::string make_request(Parameters const& parameters, CallOptions const& options) {
    HttpRequest request;
    request.method = options.method;
    request.path = "/";
    for (auto const& [name, value] : parameters) {
        request.query += fmt::format("{}{}={}", request.query.empty() ? "" : "&", percent_encode(name),
                                     percent_encode(value));
    }
    request.headers = {{"host", "127.0.0.1"},
                       {"x-acs-action", options.action},
                       {"x-acs-content-sha256", sha256_hex("")},
                       {"x-acs-date", acs_date(options.clock_offset)},
                       {"x-acs-signature-nonce", options.nonce.empty() ? make_request_id() : options.nonce},
                       {"x-acs-version", options.version}};
    if (!options.token.empty()) {
        request.headers.emplace_back("x-acs-security-token", options.token);
    }
    std::sort(request.headers.begin(), request.headers.end());
    std::vector<std::string> names;
    for (auto const& [name, value] : request.headers) {
        names.push_back(name);
    }
    const std::string signature = hmac_sha256_hex(
        options.key_secret, string_to_sign(canonical_request(request, names, sha256_hex(""))));
    request.headers.emplace_back("authorization",
                                 fmt::format("ACS3-HMAC-SHA256 Credential={},SignedHeaders={},Signature={}",
                                             options.key_id, fmt::join(names, ";"), signature));
    request.headers.insert(request.headers.end(), options.unsigned_headers.begin(),
                           options.unsigned_headers.end());
    std::string text = fmt::format("{} /?{} HTTP/1.1\r\n", request.method, request.query);
    for (auto const& [name, value] : request.headers) {
        text += fmt::format("{}: {}\r\n", name, value);
    }
    return text + "content-length: 0\r\n\r\n";
}

std::size_t content_length(std::string const& head) {
    const std::size_t at = head.find("Content-Length: ");
    return at == std::string::npos ? std::string::npos : std::stoull(head.substr(at + 16));
}

}  // namespace

struct SelftestClient::Connection {
    explicit Connection(std::string const& ca_pem) : context{asio::ssl::context::tls_client} {
        context.add_certificate_authority(asio::buffer(ca_pem));
    }

    asio::io_context io;
    asio::ssl::context context;
    asio::ssl::stream<asio::ip::tcp::socket> stream{io, context};
    bool is_connected = false;
};

SelftestClient::SelftestClient(std::uint16_t port, std::string const& ca_pem)
    : connection_{std::make_unique<Connection>(ca_pem)} {
    boost::system::error_code fault;
    auto& stream = connection_->stream;
    stream.set_verify_mode(asio::ssl::verify_peer);
    stream.set_verify_callback(asio::ssl::host_name_verification{"127.0.0.1"});
    stream.lowest_layer().connect(asio::ip::tcp::endpoint{asio::ip::address_v4::loopback(), port}, fault);
    if (!fault) {
        stream.handshake(asio::ssl::stream_base::client, fault);
    }
    connection_->is_connected = !fault;
}

SelftestClient::~SelftestClient() = default;

bool SelftestClient::is_connected() const {
    return connection_->is_connected;
}

CallResult SelftestClient::call(Parameters const& parameters, CallOptions const& options) {
    CallResult out;
    boost::system::error_code fault;
    asio::write(connection_->stream, asio::buffer(make_request(parameters, options)), fault);
    std::string answer;
    auto const end = std::chrono::steady_clock::now() + options.patience;
    while (!fault && !out.is_whole && !out.timed_out) {
        char bytes[65536];
        bool is_done = false;
        connection_->stream.async_read_some(asio::buffer(bytes),
                                            [&](boost::system::error_code ended, std::size_t size) {
                                                fault = ended;
                                                answer.append(bytes, size);
                                                is_done = true;
                                            });
        connection_->io.restart();
        connection_->io.run_until(end);
        if (!is_done) {
            out.timed_out = true;
            connection_->stream.lowest_layer().close();
            connection_->io.restart();
            connection_->io.run();
        }
        const std::size_t head = answer.find("\r\n\r\n");
        if (head != std::string::npos) {
            out.head = answer.substr(0, head + 2);
            out.body = answer.substr(head + 4);
            out.status = std::stoi(answer.substr(9, 3));
            out.is_whole = out.body.size() == content_length(out.head);
        }
    }
    return out;
}

}  // namespace sasyncd::simulator
