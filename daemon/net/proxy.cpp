#include "net/proxy.hpp"

#include "base/text.hpp"

#include <boost/asio/ip/address.hpp>
#include <boost/asio/ip/network_v4.hpp>
#include <boost/asio/ip/network_v6.hpp>
#include <boost/url/parse.hpp>
#include <boost/url/url_view.hpp>
#include <fmt/format.h>

#include <algorithm>

namespace sasyncd {

namespace {

namespace ip = boost::asio::ip;
namespace urls = boost::urls;

Error refused(std::string_view where, std::string_view why) {
    return Error(ErrorKind::rejected, fmt::format("the proxy of {} {}", where, why))
        .with_remedy(
            "a proxy reads http://[user:password@]host:port; @ : / in a password are written %40 %3A %2F");
}

std::string base64_text(std::string_view bytes) {
    constexpr std::string_view kDigits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string out;
    for (std::size_t i = 0; i < bytes.size(); i += 3) {
        std::uint32_t group = 0;
        for (std::size_t j = 0; j < 3; ++j)
            group = (group << 8) | (i + j < bytes.size() ? static_cast<unsigned char>(bytes[i + j]) : 0U);
        auto const length = std::min<std::size_t>(bytes.size() - i, 3);
        for (std::size_t j = 0; j < 4; ++j)
            out += j <= length ? kDigits[(group >> (18 - 6 * j)) & 0x3F] : '=';
    }
    return out;
}

Secret basic_authorization(urls::url_view const& url) {
    if (!url.has_userinfo())
        return Secret();
    return Secret("Basic " + base64_text(fmt::format("{}:{}", url.user(), url.password())));
}

Result<Proxy> parse_proxy(std::string const& text, std::string_view where) {
    // The environment's custom allows a bare host:port.
    auto const full = text.find("://") == std::string::npos ? "http://" + text : text;
    auto const parsed = urls::parse_uri(full);
    if (!parsed)
        return refused(where, "is no URL");
    auto const& url = *parsed;
    if (url.scheme_id() != urls::scheme::http)
        return refused(
            where, fmt::format("has the scheme {}, and only http is supported", printable(url.scheme(), 20)));
    if (url.encoded_host().empty() || (url.has_port() && url.port_number() == 0))
        return refused(where, "names no host and port");
    // A "/" in a password that was not written %2F begins what looks like a path, after a wrong host and port.
    bool const has_path = !url.encoded_path().empty() && url.encoded_path() != "/";
    if (has_path || url.has_query() || url.has_fragment() ||
        url.encoded_host().find('%') != std::string_view::npos)
        return refused(where, "is more or less than user, password, host and port");
    Origin origin(lower_case(url.host_address()), url.has_port() ? url.port_number() : std::uint16_t(80),
                  false);
    return Proxy(std::move(origin), basic_authorization(url));
}

std::string first_set(Environment const& environment, std::string_view name, std::string_view other) {
    if (auto value = environment(name); value && !value->empty())
        return *value;
    return environment(other).value_or("");
}

std::vector<std::string> split_list(std::string const& text) {
    std::vector<std::string> names;
    std::string name;
    for (char const c : text + ",") {
        if (c != ',' && c != ' ') {
            name += c;
        } else if (!name.empty()) {
            names.push_back(lower_case(name));
            name.clear();
        }
    }
    return names;
}

/// The host or domain that an entry of NO_PROXY stands for; empty where it is for another port.
std::string_view excepted_name(std::string_view entry, std::uint16_t port) {
    auto const colon = entry.rfind(':');
    bool const has_colon = colon != std::string_view::npos;
    // More than one colon: an IPv6 address, which has a port behind brackets only.
    if (has_colon && (entry.find(':') == colon || entry.substr(0, colon).ends_with(']'))) {
        if (entry.substr(colon + 1) != std::to_string(port))
            return {};
        entry = entry.substr(0, colon);
    }
    if (entry.starts_with('[') && entry.ends_with(']'))
        return entry.substr(1, entry.size() - 2);
    while (entry.starts_with('.') || entry.starts_with("*."))
        entry.remove_prefix(1);
    return entry;
}

/// Whether `host` is an address of the network that an entry such as 10.0.0.0/8 stands for. Names are not looked up.
bool is_in_network(std::string_view host, std::string const& entry) {
    boost::system::error_code failure;
    auto const address = ip::make_address(host, failure);
    if (failure)
        return false;
    if (address.is_v4()) {
        auto const network = ip::make_network_v4(entry, failure);
        return !failure &&
               ip::network_v4(address.to_v4(), network.prefix_length()).network() == network.network();
    }
    auto const network = ip::make_network_v6(entry, failure);
    return !failure &&
           ip::network_v6(address.to_v6(), network.prefix_length()).network() == network.network();
}

}  // namespace

Result<ProxyRules> ProxyRules::read(Secret const& setting, Environment const& environment) {
    ProxyRules rules;
    bool const is_set = !setting.empty();
    auto const url = is_set ? setting.reveal() : first_set(environment, "HTTPS_PROXY", "https_proxy");
    if (url.empty())
        return rules;
    auto proxy = parse_proxy(url, is_set ? "the settings" : "HTTPS_PROXY");
    if (proxy.has_error())
        return proxy.error();
    rules.proxy_ = std::move(*proxy);
    if (!is_set)
        rules.exceptions_ = split_list(first_set(environment, "NO_PROXY", "no_proxy"));
    return rules;
}

Proxy const* ProxyRules::proxy_for(Origin const& origin) const {
    bool const is_near = !origin.tls || is_loopback(origin.host) || origin.host == kMetadataHost;
    return !proxy_ || is_near || is_excepted(origin) ? nullptr : &*proxy_;
}

/// "example.com" and ".example.com" stand for the domain and all below it, "10.0.0.0/8" for the addresses of the
/// network; a port narrows to that port.
bool ProxyRules::is_excepted(Origin const& origin) const {
    auto const is_below = [](std::string_view host, std::string_view domain) {
        return host == domain || (host.size() > domain.size() && host.ends_with(domain) &&
                                  host[host.size() - domain.size() - 1] == '.');
    };
    return std::any_of(exceptions_.begin(), exceptions_.end(), [&](std::string const& entry) {
        auto const name = excepted_name(entry, origin.port);
        return entry == "*" || is_in_network(origin.host, entry) ||
               (!name.empty() && is_below(origin.host, name));
    });
}

}  // namespace sasyncd
