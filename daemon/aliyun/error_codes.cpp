#include "aliyun/error_codes.hpp"

#include "aliyun/error_envelope.hpp"
#include "base/text.hpp"

#include <fmt/format.h>

#include <array>
#include <charconv>

namespace sasyncd {

namespace {

using std::chrono::milliseconds;

enum class Match { whole, prefix, anywhere };

struct Rule {
    Match match;
    std::string_view text;
    ErrorKind kind;
    Mend mend;
    std::string_view remedy;
};

constexpr std::string_view kSlower = "lower quota.requests_per_second; other tools of the account share its limit";
constexpr std::string_view kSession = "the temporary credentials are expired or wrong; renew them";
constexpr std::string_view kKey = "the access key does not exist or is disabled; create or enable it, or name another";
constexpr std::string_view kSignature = "the access key secret does not belong to the access key id";
constexpr std::string_view kPermission =
    "allow the RAM action yundun-sas:DescribeAffectedMaliciousFileImages (it is in AliyunYundunSASReadOnlyAccess)";
constexpr std::string_view kEdition = "the account's edition of Security Center does not include container image scanning";
constexpr std::string_view kEndpoint = "check endpoints: this host does not know the call";
constexpr std::string_view kFilter = "check filters and regions of the account";

/// The first that fits counts.
constexpr std::array kRules = {
    Rule{Match::anywhere, "Throttling", ErrorKind::retry_later, Mend::none, kSlower},
    Rule{Match::whole, "ServiceUnavailable", ErrorKind::retry_later, Mend::none, ""},
    Rule{Match::whole, "InternalError", ErrorKind::retry_later, Mend::none, ""},
    Rule{Match::whole, "UnknownError", ErrorKind::retry_later, Mend::none, ""},
    Rule{Match::whole, "ServerError", ErrorKind::retry_later, Mend::none, ""},
    Rule{Match::whole, "SignatureNonceUsed", ErrorKind::retry_now, Mend::none, ""},
    Rule{Match::whole, "InvalidTimeStamp.Expired", ErrorKind::unauthorised, Mend::clock,
         "set this host's clock (NTP): it is more than 15 minutes off"},
    Rule{Match::prefix, "InvalidSecurityToken", ErrorKind::unauthorised, Mend::session, kSession},
    Rule{Match::whole, "MissingSecurityToken", ErrorKind::unauthorised, Mend::session, kSession},
    Rule{Match::prefix, "InvalidAccessKeyId", ErrorKind::unauthorised, Mend::key, kKey},
    Rule{Match::whole, "Forbidden.AccessKeyDisabled", ErrorKind::unauthorised, Mend::key, kKey},
    Rule{Match::whole, "SignatureDoesNotMatch", ErrorKind::unauthorised, Mend::next_time, kSignature},
    Rule{Match::whole, "IncompleteSignature", ErrorKind::unauthorised, Mend::next_time, kSignature},
    Rule{Match::prefix, "NoPermission", ErrorKind::unauthorised, Mend::none, kPermission},
    Rule{Match::prefix, "Forbidden", ErrorKind::unauthorised, Mend::none, kPermission},
    Rule{Match::prefix, "FreeVersionNotPermit", ErrorKind::unlicensed, Mend::none, kEdition},
    Rule{Match::whole, "InvalidApi.NotFound", ErrorKind::rejected, Mend::none, kEndpoint},
    Rule{Match::whole, "InvalidProduct.NotFound", ErrorKind::rejected, Mend::none, kEndpoint},
    Rule{Match::whole, "InvalidRegion.NotFound", ErrorKind::rejected, Mend::none, kEndpoint},
    Rule{Match::whole, "InvalidProtocol.NeedSsl", ErrorKind::rejected, Mend::none, "the endpoint must be https"},
    Rule{Match::prefix, "Missing", ErrorKind::rejected, Mend::none, kFilter},
    Rule{Match::prefix, "Invalid", ErrorKind::rejected, Mend::none, kFilter},
    Rule{Match::whole, "UnsupportedHTTPMethod", ErrorKind::rejected, Mend::none, kEndpoint},
};

bool fits(Rule const& rule, std::string_view code) {
    switch (rule.match) {
        case Match::whole: return code == rule.text;
        case Match::prefix: return code.starts_with(rule.text);
        case Match::anywhere: return code.find(rule.text) != std::string_view::npos;
    }
    return false;
}

/// For codes that no rule knows, and answers without one.
Rule rule_by_status(unsigned status) {
    if (status == 429)
        return {Match::whole, "", ErrorKind::retry_later, Mend::none, kSlower};
    if (status >= 500 || status == 408)
        return {Match::whole, "", ErrorKind::retry_later, Mend::none, ""};
    if (status == 401 || status == 403)
        return {Match::whole, "", ErrorKind::unauthorised, Mend::none, kPermission};
    if (status >= 400)
        return {Match::whole, "", ErrorKind::rejected, Mend::none, kFilter};
    return {Match::whole, "", ErrorKind::malformed, Mend::none, ""};
}

Rule rule_for(std::string_view code, unsigned status) {
    for (auto const& rule : kRules)
        if (fits(rule, code))
            return rule;
    return rule_by_status(status);
}

/// Positive milliseconds, at most a day; empty for anything else.
std::optional<milliseconds> retry_after_of(HttpResponse const& response) {
    constexpr std::int64_t kDay = 24LL * 60 * 60 * 1000;
    auto const text = response.header("x-acs-retry-after");
    std::int64_t value = 0;
    auto const [end, failure] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (failure != std::errc() || end != text.data() + text.size() || value <= 0)
        return std::nullopt;
    return milliseconds(std::min(value, kDay));
}

std::string sentence(ErrorEnvelope const& envelope, unsigned status, std::string_view access_key_id) {
    auto text = fmt::format("{} (HTTP {})", printable(envelope.code, 80), status);
    if (!envelope.message.empty())
        text += ": " + printable(redacted(envelope.message, access_key_id));
    if (!envelope.denied_action.empty())
        text += fmt::format("; refused action {}, principal {}, policy {}", printable(envelope.denied_action, 100),
                            printable(envelope.denied_principal, 60), printable(envelope.denied_policy, 100));
    return text;
}

ApiFailure finish(ApiFailure failure, HttpResponse const& response, std::string_view request_id) {
    auto const id = request_id.empty() ? response.header("x-acs-request-id") : request_id;
    failure.error.request_id = printable(id, 80);
    if (auto const pause = retry_after_of(response)) {
        failure.error.kind = ErrorKind::retry_later;
        failure.error.retry_after = pause;
        failure.mend = Mend::none;
    }
    return failure;
}

ApiFailure classified(ErrorEnvelope const& envelope, HttpResponse const& response, std::string_view access_key_id) {
    auto const rule = rule_for(envelope.code, response.status);
    Error error(rule.kind, sentence(envelope, response.status, access_key_id));
    error.code = printable(envelope.code, 80);
    error.remedy = rule.remedy;
    return finish(ApiFailure(std::move(error), rule.mend), response, envelope.request_id);
}

/// Answers of something that is not the API: a proxy, a captive portal, a load balancer without a back end.
ApiFailure by_status(HttpResponse const& response) {
    auto const status = response.status;
    bool const is_empty = response.body.empty();
    bool const is_odd_4xx = status >= 400 && status < 500 && status != 429 && status != 408;
    auto kind = rule_by_status(status).kind;
    if (is_odd_4xx || (status >= 300 && status < 400))
        kind = ErrorKind::unavailable;
    Error error(kind, fmt::format("HTTP {} with {} instead of the API's JSON", status,
                                  is_empty ? "nothing" : "a text"));
    error.code = fmt::format("HTTP{}", status);
    error.remedy = "if it lasts: something between here and the API answers in its place; check proxy and endpoints";
    return finish(ApiFailure(std::move(error), Mend::none), response, {});
}

bool is_blank(std::string_view text) {
    return text.find_first_not_of(" \t\r\n") == std::string_view::npos;
}

bool begins_markup(std::string_view text) {
    auto const first = text.find_first_not_of(" \t\r\n");
    return first != std::string_view::npos && text[first] == '<';
}

/// Only small answers are looked into a second time; in pages, the parser of pages sees a `Code` itself.
bool may_hold_code(std::string_view body) {
    constexpr std::size_t kSmall = 64U << 10U;
    if (body.size() > kSmall)
        return false;
    return begins_markup(body) || body.find("\"Code\"") != std::string_view::npos ||
           body.find("\"code\"") != std::string_view::npos;
}

}  // namespace

bool is_success_code(std::string_view code) {
    return code == "200" || code == "OK" || code == "Success" || code == "success";
}

std::optional<ApiFailure> failure_in(HttpResponse const& response, std::string_view access_key_id) {
    bool const is_good = response.status >= 200 && response.status < 300;
    if (is_good && !is_blank(response.body) && !may_hold_code(response.body))
        return std::nullopt;
    if (auto const envelope = read_envelope(response.body)) {
        if (!is_good || !is_success_code(envelope->code))
            return classified(*envelope, response, access_key_id);
        return std::nullopt;
    }
    if (is_good && !is_blank(response.body) && !begins_markup(response.body))
        return std::nullopt;
    return by_status(response);
}

}  // namespace sasyncd
