#include "aliyun/endpoints.hpp"

namespace sasyncd {

namespace {

constexpr char const* kVpcChina = "https://tds.vpc-proxy.aliyuncs.com";
constexpr char const* kVpcInternational = "https://tds-intl.vpc-proxy.aliyuncs.com";

}  // namespace

Result<Origin> endpoint_of(EndpointOptions const& options, Site site) {
    EndpointOptions const usual;
    bool const is_china = site == Site::china;
    auto const& url = is_china ? options.china : options.international;
    bool const is_default = url == (is_china ? usual.china : usual.international);
    if (options.vpc && is_default)
        return parse_origin(is_china ? kVpcChina : kVpcInternational);
    return parse_origin(url);
}

Result<Origin> sts_endpoint(EndpointOptions const& options) {
    return parse_origin(options.sts);
}

}  // namespace sasyncd
