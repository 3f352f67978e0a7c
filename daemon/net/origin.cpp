#include "net/origin.hpp"

#include "base/text.hpp"

#include <boost/asio/ip/address.hpp>
#include <boost/url/parse.hpp>
#include <boost/url/url_view.hpp>
#include <fmt/format.h>

namespace sasyncd {

namespace {

namespace urls = boost::urls;

constexpr std::uint16_t kHttpsPort = 443;
constexpr std::uint16_t kHttpPort = 80;

std::string bracketed(std::string const& host) {
    return host.find(':') == std::string::npos ? host : fmt::format("[{}]", host);
}

Error refused(std::string_view url, std::string_view why) {
    return Error(ErrorKind::rejected, fmt::format("{} {}", printable(url), why))
        .with_remedy("endpoints read https://host[:port]");
}

bool is_bare(urls::url_view const& url) {
    bool const has_path = !url.encoded_path().empty() && url.encoded_path() != "/";
    return !has_path && !url.has_query() && !url.has_fragment() && !url.has_userinfo();
}

}  // namespace

std::string Origin::authority() const {
    bool const is_usual = port == (tls ? kHttpsPort : kHttpPort);
    return is_usual ? bracketed(host) : address();
}

std::string Origin::address() const {
    return fmt::format("{}:{}", bracketed(host), port);
}

Result<Origin> parse_origin(std::string_view text) {
    auto const parsed = urls::parse_uri({text.data(), text.size()});
    if (!parsed)
        return refused(text, "is no URL");
    auto const& url = *parsed;
    bool const is_tls = url.scheme_id() == urls::scheme::https;
    if (!is_tls && url.scheme_id() != urls::scheme::http)
        return refused(text, "has a scheme other than https");
    bool const is_plain = url.encoded_host().find('%') == std::string_view::npos &&
                          url.host_type() != urls::host_type::ipvfuture;
    if (url.encoded_host().empty() || !is_plain || !is_bare(url))
        return refused(text, "is more or less than scheme, host and port");
    if (url.has_port() && url.port_number() == 0)
        return refused(text, "has a port that is not 1 to 65535");
    Origin origin(lower_case(url.host_address()), is_tls ? kHttpsPort : kHttpPort, is_tls);
    if (url.has_port())
        origin.port = url.port_number();
    if (!is_tls && !is_loopback(origin.host) && origin.host != kMetadataHost)
        return refused(text, "would send requests in clear");
    return origin;
}

bool is_ip_address(std::string_view host) {
    boost::system::error_code failure;
    boost::asio::ip::make_address(host, failure);
    return !failure;
}

bool is_loopback(std::string_view host) {
    boost::system::error_code failure;
    auto const address = boost::asio::ip::make_address(host, failure);
    return failure ? lower_case(host) == "localhost" : address.is_loopback();
}

}  // namespace sasyncd
