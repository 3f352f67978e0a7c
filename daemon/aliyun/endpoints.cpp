#include "aliyun/endpoints.hpp"

#include "aliyun/credential_sources.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace sasyncd {

namespace {

constexpr char const* kVpcChina = "https://tds.vpc-proxy.aliyuncs.com";
constexpr char const* kVpcInternational = "https://tds-intl.vpc-proxy.aliyuncs.com";

}  // namespace

std::string endpoint_for(Site site, EndpointOptions const& options) {
    EndpointOptions const usual;
    bool const is_china = site == Site::china;
    auto const& url = is_china ? options.china : options.international;
    bool const is_default = url == (is_china ? usual.china : usual.international);
    if (options.vpc && is_default)
        return is_china ? kVpcChina : kVpcInternational;
    return url;
}

bool is_region(std::string_view text) {
    auto const is_good = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'; };
    return !text.empty() && text.size() <= 40 && std::all_of(text.begin(), text.end(), is_good);
}

std::string registry_endpoint(std::string const& region, EndpointOptions const& options) {
    auto url = options.cr;
    if (auto const place = url.find(kRegionMark); place != std::string::npos)
        url.replace(place, kRegionMark.size(), region);
    return url;
}

std::string sts_endpoint(EndpointOptions const& options, Environment const& environment, std::string region,
                         bool is_vpc) {
    if (options.sts != EndpointOptions().sts)
        return options.sts;
    if (region.empty()) {
        auto const named = value_of(environment, "ALIBABA_CLOUD_STS_ENDPOINT");
        if (!named.empty())
            return named.find("://") == std::string::npos ? "https://" + named : named;
        region = value_of(environment, "ALIBABA_CLOUD_STS_REGION");
    }
    if (!is_region(region))
        return options.sts;
    bool const is_inside =
        is_vpc || options.vpc || is_switched_on(environment, "ALIBABA_CLOUD_VPC_ENDPOINT_ENABLED");
    return fmt::format("https://sts{}.{}.aliyuncs.com", is_inside ? "-vpc" : "", region);
}

}  // namespace sasyncd
