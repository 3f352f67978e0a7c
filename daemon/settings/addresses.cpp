#include "settings/addresses.hpp"

#include "settings/quantities.hpp"

#include <boost/url/parse.hpp>
#include <boost/url/url_view.hpp>

namespace sasyncd {

namespace {

namespace urls = boost::urls;

bool is_loopback(urls::url_view const& url) {
    switch (url.host_type()) {
        case urls::host_type::ipv4: return url.host_ipv4_address().is_loopback();
        case urls::host_type::ipv6: return url.host_ipv6_address().is_loopback();
        case urls::host_type::name: return url.encoded_host() == "localhost";
        default: return false;
    }
}

bool has_good_port(urls::url_view const& url) {
    return !url.has_port() || url.port_number() != 0;
}

bool is_bare(urls::url_view const& url) {
    bool const has_path = !url.encoded_path().empty() && url.encoded_path() != "/";
    return !has_path && !url.has_query() && !url.has_fragment();
}

/// What is wrong with the parts that every URL here must have.
std::optional<std::string> host_complaint(urls::url_view const& url) {
    if (!url.has_authority() || url.encoded_host().empty())
        return "names no host";
    if (!has_good_port(url))
        return "has a port that is not 1 to 65535";
    if (!is_bare(url))
        return "has more than scheme, host and port";
    return std::nullopt;
}

}  // namespace

std::optional<std::string> endpoint_complaint(std::string_view text) {
    auto const parsed = urls::parse_uri({text.data(), text.size()});
    if (!parsed)
        return "is no URL";
    auto const& url = *parsed;
    if (url.scheme() != "https" && url.scheme() != "http")
        return "has a scheme other than https";
    if (auto complaint = host_complaint(url))
        return complaint;
    if (url.has_userinfo())
        return "holds a user name";
    if (url.scheme() == "http" && !is_loopback(url) && url.encoded_host() != "100.100.100.200")
        return "would send requests in clear";
    return std::nullopt;
}

std::optional<std::string> proxy_complaint(std::string_view text) {
    auto const parsed = urls::parse_uri({text.data(), text.size()});
    if (!parsed)
        return "is no URL (characters such as @ : / in a password are written as %40 %3A %2F)";
    auto const& url = *parsed;
    if (url.scheme() != "http")
        return "has a scheme other than http";
    if (auto complaint = host_complaint(url))
        return complaint;
    if (!url.has_port() || url.port().empty())
        return "names no port";
    return std::nullopt;
}

std::optional<std::string> listen_complaint(std::string_view text) {
    auto const colon = text.rfind(':');
    if (colon == std::string_view::npos)
        return "has no port";
    auto const address = text.substr(0, colon);
    auto const port = parse_count(text.substr(colon + 1));
    if (!port || *port > 65535)
        return "has a port that is not 0 to 65535";
    bool const is_bracketed = address.size() > 2 && address.front() == '[' && address.back() == ']';
    bool const is_good = is_bracketed
                             ? urls::parse_ipv6_address({address.data() + 1, address.size() - 2}).has_value()
                             : urls::parse_ipv4_address({address.data(), address.size()}).has_value();
    if (!is_good)
        return "names no IP address";
    return std::nullopt;
}

}  // namespace sasyncd
