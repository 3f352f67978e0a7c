#include "aliyun/caller_identity.hpp"

#include "base/text.hpp"

#include <fmt/format.h>
#include <simdjson.h>

#include <algorithm>

namespace sasyncd {

namespace {

constexpr int kAttempts = 3;  // one mending each of clock and credentials

Result<std::string> account_id_in(HttpResponse const& response) {
    simdjson::dom::parser parser;
    simdjson::dom::element value;
    std::string_view text;
    std::uint64_t number = 0;
    std::string id;
    // Both spellings are met, as in error answers.
    simdjson::dom::element root;
    auto fault = parser.parse(response.body).get(root);
    if (!fault && (fault = root["AccountId"].get(value)))
        fault = root["accountId"].get(value);
    if (!fault && value.get_string().get(text) == simdjson::SUCCESS)
        id = text;
    else if (!fault && value.get_uint64().get(number) == simdjson::SUCCESS)
        id = fmt::format("{}", number);
    bool const is_number = std::all_of(id.begin(), id.end(), [](char c) { return c >= '0' && c <= '9'; });
    if (id.empty() || id.size() > 32 || !is_number)
        return Error(ErrorKind::malformed, "GetCallerIdentity answers without an account id")
            .with_request_id(printable(response.header("x-acs-request-id"), 80));
    return id;
}

}  // namespace

Task<Result<std::string>> account_id_of_caller(ApiCall& sts_call) {
    for (int tried = 1;; ++tried) {
        std::string action = "GetCallerIdentity";
        Parameters none;
        auto response = co_await sts_call.call(std::move(action), std::move(none));
        if (response)
            co_return account_id_in(*response);
        if (response.error().kind != ErrorKind::retry_now || tried >= kAttempts)
            co_return response.error();
    }
}

}  // namespace sasyncd
