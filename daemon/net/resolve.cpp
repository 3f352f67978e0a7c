#include "net/resolve.hpp"

#include "net/net_errors.hpp"

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/error.hpp>

#include <memory>

namespace sasyncd {

namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

/// Shared with the look-up, which may end long after nobody waits for it.
struct LookUp {
    explicit LookUp(asio::any_io_executor executor) : resolver(executor), answered(executor) {}

    tcp::resolver resolver;
    asio::steady_timer answered;
    bool is_done = false;
    error_code failure;
    std::vector<tcp::endpoint> endpoints;
};

void begin(std::shared_ptr<LookUp> const& look_up, Origin const& origin) {
    look_up->resolver.async_resolve(
        origin.host, std::to_string(origin.port),
        [look_up](error_code const& failure, tcp::resolver::results_type const& results) {
            look_up->is_done = true;
            look_up->failure = failure;
            for (auto const& result : results)
                look_up->endpoints.push_back(result.endpoint());
            look_up->answered.cancel();
        });
}

}  // namespace

Task<Result<std::vector<tcp::endpoint>>> resolve(Origin origin,
                                                 std::chrono::steady_clock::time_point deadline) {
    error_code failure;
    if (auto const address = asio::ip::make_address(origin.host, failure); !failure)
        co_return std::vector<tcp::endpoint>(1, tcp::endpoint(address, origin.port));
    auto executor = co_await asio::this_coro::executor;
    auto const look_up = std::make_shared<LookUp>(executor);
    look_up->answered.expires_at(deadline);
    begin(look_up, origin);
    co_await look_up->answered.async_wait(asio::redirect_error(asio::use_awaitable, failure));
    if (!look_up->is_done) {
        error_code const why = failure ? failure : make_error_code(boost::beast::error::timeout);
        co_return network_error(why, Step::resolve, origin.address());
    }
    if (look_up->failure || look_up->endpoints.empty()) {
        error_code const why =
            look_up->failure ? look_up->failure : make_error_code(asio::error::host_not_found);
        co_return network_error(why, Step::resolve, origin.address());
    }
    co_return std::move(look_up->endpoints);
}

}  // namespace sasyncd
