#include "aliyun/grant_answer.hpp"

#include <fmt/format.h>

namespace sasyncd {

namespace {

constexpr std::chrono::seconds kTimeout{15};

struct Address {
    Origin origin;
    std::string target;
};

/// What stands behind host and port may be secret, and so is never shown.
Result<Address> split(std::string const& uri) {
    auto const scheme = uri.find("://");
    auto const path = scheme == std::string::npos ? scheme : uri.find_first_of("/?#", scheme + 3);
    if (uri.substr(0, path).find('@') != std::string::npos)
        return Error(ErrorKind::rejected, "holds a user name or password");
    auto origin = parse_origin(std::string_view(uri).substr(0, path));
    if (!origin.has_value())
        return origin.error();
    auto target = path == std::string::npos ? std::string("/") : uri.substr(path, uri.find('#') - path);
    if (target.empty() || target[0] != '/')
        target = "/" + target;
    if (target.find_first_of(" \r\n\t") != std::string::npos)
        return Error(ErrorKind::rejected, "a URL holds no blanks");
    return Address{std::move(*origin), std::move(target)};
}

/// Sessions that something beside us hands out.
class UriSource final : public GrantSource {
public:
    UriSource(std::string const& origin, CredentialTools const& tools, Address address)
        : transport_(tools.transport),
          clock_(tools.clock),
          address_(std::move(address)),
          where_(fmt::format("credentials URI at {} ({})", address_.origin.address(), origin)) {}

    [[nodiscard]] Task<Result<CredentialGrant>> fetch() override {
        HttpRequest request("GET", address_.origin, address_.target);
        request.headers.emplace_back("accept", "application/json");
        request.timeout = kTimeout;
        auto response = co_await transport_.send(std::move(request));
        if (!response.has_value())
            co_return std::move(response.error()).within(where_);
        if (response->status != 200) {
            auto const kind = response->status >= 500 || response->status == 429 ? ErrorKind::retry_later
                                                                                 : ErrorKind::unauthorised;
            Error error(kind, fmt::format("{} answers HTTP {}", where_, response->status));
            co_return std::move(error).with_remedy("check the URL, and what answers there");
        }
        co_return grant_in(*response, clock_, where_, {});
    }

private:
    Transport& transport_;
    Clock& clock_;
    Address address_;
    std::string where_;
};

}  // namespace

Result<GrantSourcePtr> make_uri_source(CredentialsOptions const& options, CredentialTools const& tools) {
    auto address = split(options.uri);
    if (!address.has_value())
        return std::move(address.error()).within("the credentials URI");
    return GrantSourcePtr(std::make_unique<UriSource>(options.origin, tools, std::move(*address)));
}

}  // namespace sasyncd
