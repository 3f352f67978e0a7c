#include "aliyun/sas_subscription_reader.hpp"

#include "aliyun/subscription_parser.hpp"
#include "base/text.hpp"

namespace sasyncd {

template <class T>
Task<Result<T>> SasSubscriptionReader::ask(std::string action, Result<T> (*parse)(std::string const&)) {
    Parameters none;
    auto answer = co_await call_.call(std::move(action), std::move(none));
    if (!answer)
        co_return answer.error();
    auto const request_id = printable(answer->header("x-acs-request-id"), 80);
    auto told = parse(answer->body);
    if (!told)
        co_return std::move(told.error()).with_request_id(request_id);
    told->request_id = request_id;
    co_return told;
}

Task<Result<Edition>> SasSubscriptionReader::edition() {
    std::string action = "DescribeVersionConfig";
    auto edition = co_await ask<Edition>(std::move(action), parse_edition);
    co_return edition;
}

Task<Result<ScanQuota>> SasSubscriptionReader::scan_quota() {
    std::string action = "DescribeImageScanAuthCount";
    auto quota = co_await ask<ScanQuota>(std::move(action), parse_scan_quota);
    co_return quota;
}

}  // namespace sasyncd
