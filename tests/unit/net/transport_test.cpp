#include "transport_test.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <fmt/format.h>

#include <cstdlib>
#include <exception>
#include <utility>

namespace sasyncd {

namespace asio = boost::asio;
using std::chrono::steady_clock;

namespace {

Task<Result<HttpResponse>> send_noting(Transport& transport, HttpRequest request, bool& has_begun) {
    has_begun = true;
    co_return co_await transport.send(std::move(request));
}

}  // namespace

Environment environment_of(Variables variables) {
    return [variables = std::move(variables)](std::string_view name) -> std::optional<std::string> {
        auto const found = variables.find(std::string(name));
        return found == variables.end() ? std::nullopt : std::optional(found->second);
    };
}

TransportTest::TransportTest() {
    set_system_trust("/dev/null");
}

void set_system_trust(std::string const& file) {
    ::setenv("SSL_CERT_FILE", file.c_str(), 1);
    ::setenv("SSL_CERT_DIR", "/nowhere", 1);
}

test::Authority const& TransportTest::authority() {
    static test::Authority const authority;
    return authority;
}

std::string const& TransportTest::authority_file() {
    static test::TemporaryFile const file(authority().certificate());
    return file.path();
}

test::ServerTls const& TransportTest::good_tls() {
    static test::ServerTls const tls(authority().issue());
    return tls;
}

TransportOptions TransportTest::trusting_options() {
    TransportOptions options;
    options.ca_file = authority_file();
    return options;
}

std::unique_ptr<Transport> TransportTest::make_transport(TransportOptions const& options,
                                                         Variables variables) {
    auto made =
        make_beast_transport(io_.get_executor(), options, environment_of(std::move(variables)), silent_log());
    return std::move(made.value());
}

HttpRequest TransportTest::get(std::uint16_t port, std::string const& host,
                               std::chrono::milliseconds timeout) {
    HttpRequest request("GET", Origin(host, port), "/hello");
    request.timeout = timeout;
    return request;
}

Result<HttpResponse> TransportTest::no_answer() {
    return Error(ErrorKind::bug, "neither an answer nor an error within the test's patience");
}

Result<HttpResponse> TransportTest::call(HttpRequest request) {
    if (!transport_)
        transport_ = make_transport();
    return call(*transport_, std::move(request));
}

Result<HttpResponse> TransportTest::call(Transport& transport, HttpRequest request) {
    std::vector<HttpRequest> requests;
    requests.push_back(std::move(request));
    return std::move(call_all(transport, std::move(requests)).front());
}

std::vector<Result<HttpResponse>> TransportTest::call_all(Transport& transport,
                                                          std::vector<HttpRequest> requests) {
    std::vector<Result<HttpResponse>> results(requests.size(), no_answer());
    std::size_t waiting = requests.size();
    for (std::size_t i = 0; i < requests.size(); ++i)
        asio::co_spawn(io_, transport.send(std::move(requests[i])),
                       [&, i](std::exception_ptr const& failure, Result<HttpResponse> result) {
                           if (failure)
                               std::rethrow_exception(failure);
                           results[i] = std::move(result);
                           --waiting;
                       });
    run_until([&] { return waiting == 0; });
    return results;
}

Result<HttpResponse> TransportTest::cancel_when(Transport& transport, HttpRequest request,
                                                std::function<bool()> const& is_under_way) {
    asio::cancellation_signal signal;
    bool has_begun = false;
    std::optional<Result<HttpResponse>> ended;
    auto const note = [&](std::exception_ptr const& failure, Result<HttpResponse> result) {
        if (failure)
            std::rethrow_exception(failure);
        ended = std::move(result);
    };
    asio::co_spawn(io_, send_noting(transport, std::move(request), has_begun),
                   asio::bind_cancellation_slot(signal.slot(), note));
    run_until([&] { return ended || (has_begun && is_under_way()); });
    // On the io thread, as the program does: from elsewhere Asio 1.26 posts it, and it may come after the end.
    bool is_emitted = false;
    asio::post(io_, [&] {
        signal.emit(asio::cancellation_type::terminal);
        is_emitted = true;
    });
    run_until([&] { return is_emitted && ended; });
    return ended.value_or(no_answer());
}

void TransportTest::run_until(std::function<bool()> const& holds) {
    auto const patience = steady_clock::now() + kPatience;
    bool is_reached = holds();
    while (!is_reached && steady_clock::now() < patience) {
        io_.restart();
        io_.run_one_until(patience);
        is_reached = holds();
    }
    EXPECT_TRUE(is_reached) << "did not happen within the test's patience";
}

std::string told(Result<HttpResponse> const& result) {
    if (result.has_error())
        return fmt::format("{} {}", to_string(result.error().kind), result.error().code);
    return fmt::format("{} {}", result->status, result->body.substr(0, 100));
}

}  // namespace sasyncd
