#include "aliyun/sas_page_reader.hpp"

#include "base/text.hpp"

#include <fmt/format.h>

namespace sasyncd {

namespace {

Parameters parameters_of(PageQuery const& query) {
    auto parameters = query.filter;
    parameters["CurrentPage"] = fmt::format("{}", query.page);
    parameters["PageSize"] = fmt::format("{}", query.size);
    // Levels and names come in the language of the caller; the stored ones must not depend on the account's.
    parameters["Lang"] = "en";
    return parameters;
}

std::string_view action_of(Listing listing) {
    return listing == Listing::malicious_files ? "DescribeGroupedMaliciousFiles"
                                               : "DescribeAffectedMaliciousFileImages";
}

Error with_id(Error error, std::string_view request_id) {
    if (error.request_id.empty() && !request_id.empty())
        error = std::move(error).with_request_id(printable(request_id));
    return error;
}

}  // namespace

Task<Result<Page>> SasPageReader::read(PageQuery query) {
    std::string action(action_of(query.listing));
    auto parameters = parameters_of(query);
    auto answer = co_await call_.call(std::move(action), std::move(parameters));
    if (!answer)
        co_return answer.error();
    std::string const request_id(answer->header("x-acs-request-id"));
    auto page = parser_.parse(std::move(answer->body), query.listing);
    if (!page)
        co_return with_id(page.error(), request_id);
    if (page->request_id.empty())
        page->request_id = request_id;
    if (page->number != query.page) {
        Error echo(ErrorKind::malformed,
                   fmt::format("page {} answered as page {}", query.page, page->number));
        co_return std::move(echo).with_request_id(printable(page->request_id));
    }
    co_return std::move(page);
}

}  // namespace sasyncd
