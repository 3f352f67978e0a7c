#include "aliyun/endpoints.hpp"

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

std::string sts_endpoint(EndpointOptions const& options) {
    return options.sts;
}

}  // namespace sasyncd
