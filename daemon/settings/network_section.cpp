#include "settings/addresses.hpp"
#include "settings/scalars.hpp"
#include "settings/sections.hpp"

namespace sasyncd {

namespace {

constexpr char const* kVpcChina = "https://tds.vpc-proxy.aliyuncs.com";
constexpr char const* kVpcInternational = "https://tds-intl.vpc-proxy.aliyuncs.com";

/// Where the host's name may have a region in it, which differs from call to call.
std::optional<std::string> regional_endpoint_complaint(std::string_view text) {
    std::string url(text);
    if (auto const place = url.find(kRegionMark); place != std::string::npos)
        url.replace(place, kRegionMark.size(), "cn-hangzhou");
    return endpoint_complaint(url);
}

void read_endpoint(MapReader& section, std::string const& key, std::string& target,
                   TextCheck const& complaint = endpoint_complaint) {
    read_checked(section, key, target, complaint,
                 "https://host[:port]; http only for loopback addresses and 100.100.100.200");
    if (!target.empty() && target.back() == '/')
        target.pop_back();
}

/// The hosts inside VPCs stand in for defaults only: who names a host means it.
void read_endpoints(MapReader section, EndpointOptions& options) {
    EndpointOptions const defaults;
    read_endpoint(section, "china", options.china);
    read_endpoint(section, "international", options.international);
    read_endpoint(section, "sts", options.sts);
    read_endpoint(section, "metadata", options.metadata);
    read_endpoint(section, "cr", options.cr, regional_endpoint_complaint);
    read_flag(section, "vpc", options.vpc);
    section.finish();
    if (options.vpc && options.china == defaults.china)
        options.china = kVpcChina;
    if (options.vpc && options.international == defaults.international)
        options.international = kVpcInternational;
    if (options.vpc && options.cr == defaults.cr)
        options.cr = kVpcRegistry;
}

void read_tls(MapReader section, TransportOptions& options) {
    read_file_path(section, "ca_file", options.ca_file);
    section.finish();
}

void read_proxy(MapReader& root, Secret& target) {
    Secret proxy;
    read_secret(root, "proxy", proxy);
    auto const complaint = proxy.empty() ? std::nullopt : proxy_complaint(proxy.reveal());
    auto const value = root.take("proxy");
    if (complaint && value)
        value->fault(*complaint, "http://[user:password@]host:port, or \"\" for the environment's");
    else
        target = proxy;
}

}  // namespace

void read_network(MapReader& root, Settings& settings) {
    read_endpoints(root.section("endpoints"), settings.endpoints);
    read_tls(root.section("tls"), settings.transport);
    read_proxy(root, settings.transport.proxy);
}

}  // namespace sasyncd
