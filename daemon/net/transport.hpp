#pragma once

#include "base/result.hpp"
#include "base/task.hpp"
#include "net/origin.hpp"

#include <chrono>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace sasyncd {

using HttpHeaders = std::vector<std::pair<std::string, std::string>>;

/// Sent once, as it is: the transport adds Host, Content-Length and Connection, and never repeats it by itself, since
/// a signed request counts once.
struct HttpRequest {
    HttpRequest(std::string verb, Origin to, std::string path_and_query)
        : method(std::move(verb)), origin(std::move(to)), target(std::move(path_and_query)) {}

    std::string method;
    Origin origin;
    std::string target;  ///< from the first "/", encoded
    HttpHeaders headers;
    std::string body;
    std::chrono::milliseconds timeout{
        0};  ///< for all of it, name resolution included; 0: the transport's own
};

struct HttpResponse {
    HttpResponse() = default;
    explicit HttpResponse(unsigned code) : status(code) {}

    /// The first header of that name, compared without case; empty where there is none.
    [[nodiscard]] std::string_view header(std::string_view name) const;

    unsigned status = 0;
    HttpHeaders headers;
    std::string body;
    std::chrono::milliseconds duration{0};
};

/// Bytes over the network: any complete answer, whatever its status, is a response. Errors:
/// `retry_now` a connection kept from an earlier request turned out to be closed before any byte of the answer came;
/// `retry_later` time-out, reset, an answer cut off, no file descriptor left;
/// `unavailable` refused, unknown host, certificate not accepted, proxy refuses (each with its remedy);
/// `malformed` no HTTP, an encoding that was not asked for, or more than the limits allow; `cancelled`.
class Transport {
public:
    virtual ~Transport() = default;
    [[nodiscard]] virtual Task<Result<HttpResponse>> send(HttpRequest request) = 0;
};

}  // namespace sasyncd
