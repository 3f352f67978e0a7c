#pragma once

#include "name_service.hpp"
#include "net/beast_transport.hpp"
#include "support/certificates.hpp"
#include "support/scripted_server.hpp"

#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/io_context.hpp>
#include <gtest/gtest.h>

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace sasyncd {

using namespace std::chrono_literals;

/// Long enough for what must happen, short enough not to wait for what must not.
inline constexpr auto kShort = 500ms;
/// After it a test that still waits has failed.
inline constexpr auto kPatience = 10s;

using Variables = std::map<std::string, std::string>;

[[nodiscard]] Environment environment_of(Variables variables = {});

/// The transport against real servers, all on one io_context that runs while a test waits. The system's store of
/// authorities is empty.
class TransportTest : public testing::Test {
protected:
    TransportTest();

    /// The authority that the transports made here trust; one for the whole program, as keys take time.
    [[nodiscard]] static test::Authority const& authority();
    [[nodiscard]] static std::string const& authority_file();
    /// TLS with a certificate for sas.example, two.example, localhost and 127.0.0.1.
    [[nodiscard]] static test::ServerTls const& good_tls();

    [[nodiscard]] static TransportOptions trusting_options();
    [[nodiscard]] std::unique_ptr<Transport> make_transport(
        TransportOptions const& options = trusting_options(), Variables variables = {});

    /// GET /hello, with the transport's own time limit.
    [[nodiscard]] static HttpRequest get(std::uint16_t port, std::string const& host = "sas.example",
                                         std::chrono::milliseconds timeout = 0ms);

    /// The answer; an Error of kind `bug` where it took longer than a test's patience.
    [[nodiscard]] Result<HttpResponse> call(Transport& transport, HttpRequest request);
    /// All at once, answers in the order of the requests.
    [[nodiscard]] std::vector<Result<HttpResponse>> call_all(Transport& transport,
                                                             std::vector<HttpRequest> requests);
    /// Begins a call, waits until it has begun and `is_under_way`, cancels it, and returns what became of it.
    [[nodiscard]] Result<HttpResponse> cancel_when(Transport& transport, HttpRequest request,
                                                   std::function<bool()> const& is_under_way);
    /// Runs everything until that holds; fails the test where it takes longer than its patience.
    void run_until(std::function<bool()> const& holds);

    boost::asio::io_context io_{1};
    std::unique_ptr<Transport> transport_;  ///< for tests that need just one: call(get(port))

    [[nodiscard]] Result<HttpResponse> call(HttpRequest request);

private:
    [[nodiscard]] static Result<HttpResponse> no_answer();
};

/// Names a file with the authorities that the system trusts, for transports made from now on.
void set_system_trust(std::string const& file);

/// "retry_later TimedOut", or "200 hello" for an answer.
[[nodiscard]] std::string told(Result<HttpResponse> const& result);

}  // namespace sasyncd
