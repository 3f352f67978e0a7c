#include "aliyun/error_codes.hpp"

#include "aliyun/error_envelope.hpp"
#include "aliyun/json_text.hpp"
#include "base/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <initializer_list>

namespace sasyncd {

namespace {

constexpr std::int64_t kLongestPause = 24LL * 3600 * 1000;

bool begins_with_any(std::string_view code, std::initializer_list<std::string_view> starts) {
    return std::any_of(starts.begin(), starts.end(), [&](auto start) { return code.starts_with(start); });
}

bool is_any(std::string_view code, std::initializer_list<std::string_view> words) {
    return std::find(words.begin(), words.end(), code) != words.end();
}

bool is_server_fault(unsigned status) {
    return status >= 500 || status == 408;
}

bool is_throttling(std::string_view code) {
    return lower_case(code).find("throttling") != std::string::npos;
}

bool is_refused_signature(std::string_view code) {
    return begins_with_any(code, {"SignatureDoesNotMatch", "IncompleteSignature"});
}

bool is_no_permission(std::string_view code) {
    return begins_with_any(code, {"NoPermission", "Forbidden", "AccessDenied"});
}

ErrorKind kind_of(std::string_view code, unsigned status) {
    if (is_throttling(code) || status == 429)
        return ErrorKind::retry_later;
    if (code == "SignatureNonceUsed")
        return ErrorKind::retry_now;
    if (mend_for(code) != Mend::none || is_refused_signature(code) || is_no_permission(code))
        return ErrorKind::unauthorised;
    if (code.starts_with("FreeVersionNotPermit"))
        return ErrorKind::unlicensed;
    if (begins_with_any(code, {"ServiceUnavailable", "InternalError", "UnknownError", "ServerError"}))
        return ErrorKind::retry_later;
    if (begins_with_any(code, {"Invalid", "Missing", "UnsupportedHTTPMethod"}))
        return ErrorKind::rejected;
    return is_server_fault(status) ? ErrorKind::retry_later : ErrorKind::rejected;
}

/// As policies name it, by the product that it belongs to.
std::string ram_action(std::string_view action) {
    auto const* const product = action == "ListRepository" ? "cr" : "yundun-sas";
    return fmt::format("{}:{}", product, action);
}

std::string remedy_of(std::string_view code, std::string const& denied_action, std::string_view asked) {
    switch (mend_for(code)) {
        case Mend::clock: return "set the clock of this machine (NTP)";
        case Mend::session: return "renew the security token of this account's credentials";
        case Mend::key: return "check that the access key exists and is enabled";
        case Mend::none: break;
    }
    if (is_refused_signature(code))
        return "check the access key secret";
    if (code.starts_with("FreeVersionNotPermit"))
        return "the account's edition of Security Center lacks this function; upgrade it";
    if (is_any(code, {"InvalidApi.NotFound", "InvalidProduct.NotFound", "InvalidRegion.NotFound",
                      "InvalidProtocol.NeedSsl"}))
        return "check the endpoints of the settings";
    if (!is_no_permission(code))
        return {};
    auto const action = denied_action.empty() ? ram_action(asked) : printable(denied_action, 120);
    return fmt::format("allow the RAM action {} to these credentials", action);
}

std::string denial_of(ErrorEnvelope const& envelope) {
    std::string text;
    auto const add = [&](std::string_view name, std::string const& value) {
        if (!value.empty())
            text += fmt::format("{}{} {}", text.empty() ? "" : ", ", name, printable(value, 120));
    };
    add("AuthAction", envelope.denied_action);
    add("NoPermissionType", envelope.denied_type);
    add("PolicyType", envelope.denied_policy);
    return text.empty() ? text : fmt::format(" [{}]", text);
}

/// Some services put an HTTP status where the code belongs.
unsigned status_behind(std::string_view code, unsigned http_status) {
    unsigned number = 0;
    auto const [end, fault] = std::from_chars(code.data(), code.data() + code.size(), number);
    bool const is_status =
        fault == std::errc() && end == code.data() + code.size() && number >= 400 && number < 600;
    return is_status && http_status < 300 ? number : http_status;
}

/// What may be shown of it. Of a text of many megabytes nobody needs more than its begin.
ErrorEnvelope without_secrets(ErrorEnvelope envelope, std::string_view secret) {
    constexpr std::size_t kMost = 4096;
    for (auto* const text : {&envelope.code, &envelope.message, &envelope.request_id, &envelope.denied_action,
                             &envelope.denied_type, &envelope.denied_policy})
        *text = redacted(std::string_view(*text).substr(0, kMost), secret);
    return envelope;
}

Error translate(ErrorEnvelope const& envelope, unsigned http_status, std::string_view secret,
                std::string_view action = kMainAction) {
    auto const shown = without_secrets(envelope, secret);
    auto text = printable(shown.code, 80);
    if (!shown.message.empty())
        text += ": " + printable(shown.message);
    text += denial_of(shown);
    if (http_status != 0)
        text += fmt::format(" (HTTP {})", http_status);
    Error error(kind_of(envelope.code, status_behind(envelope.code, http_status)), std::move(text));
    error.code = printable(shown.code, 80);
    error.request_id = printable(shown.request_id, 80);
    error.remedy = remedy_of(envelope.code, shown.denied_action, action);
    bool const is_permission = is_no_permission(envelope.code) && mend_for(envelope.code) == Mend::none;
    error.is_denial =
        error.kind == ErrorKind::unlicensed || (error.kind == ErrorKind::unauthorised && is_permission);
    return error;
}

Error without_code(unsigned status, std::string_view content_type, std::string_view body) {
    auto const text = trimmed_json(body);
    auto const what = text.empty()     ? "an empty answer"
                      : text[0] == '<' ? "a web page"
                                       : "an answer without a code";
    auto line = fmt::format("HTTP {} with {}", status, what);
    if (!content_type.empty() && !text.empty())
        line += fmt::format(" ({})", printable(content_type, 60));
    auto kind = status < 400 ? ErrorKind::malformed : ErrorKind::rejected;
    if (is_server_fault(status) || status == 429)
        kind = ErrorKind::retry_later;
    Error error(kind, std::move(line));
    error.code = fmt::format("HTTP {}", status);
    if (kind != ErrorKind::retry_later)
        error.remedy = "check that the endpoint is right and that no proxy or portal answers in its place";
    return error;
}

std::int64_t pause_of(std::string_view header) {
    std::int64_t pause = 0;
    auto const text = trimmed_json(header);
    auto const [end, fault] = std::from_chars(text.data(), text.data() + text.size(), pause);
    if (fault == std::errc::result_out_of_range)
        return kLongestPause;
    return fault == std::errc() && end == text.data() + text.size()
               ? std::clamp<std::int64_t>(pause, 0, kLongestPause)
               : 0;
}

void complete(Error& error, std::string_view retry_after_header, std::string_view request_id_header) {
    if (error.request_id.empty())
        error.request_id = printable(request_id_header, 80);
    auto const pause = pause_of(retry_after_header);
    if (pause <= 0)
        return;
    error.kind = ErrorKind::retry_later;
    error.retry_after = std::chrono::milliseconds(pause);
}

}  // namespace

Mend mend_for(std::string_view code) {
    if (code == "InvalidTimeStamp.Expired")
        return Mend::clock;
    if (begins_with_any(code, {"InvalidSecurityToken", "MissingSecurityToken"}))
        return Mend::session;
    if (begins_with_any(code, {"InvalidAccessKeyId", "Forbidden.AccessKeyDisabled"}))
        return Mend::key;
    return Mend::none;
}

Error error_of_code(std::string_view code, std::string_view message, unsigned http_status,
                    std::string_view action) {
    ErrorEnvelope envelope;
    envelope.code = code;
    envelope.message = message;
    return translate(envelope, http_status, {}, action);
}

Error classify_error(unsigned http_status, std::string_view content_type, std::string_view body,
                     std::string_view retry_after_header, std::string_view request_id_header,
                     std::string_view secret_to_redact, std::string_view action) {
    auto const envelope = read_envelope(body);
    auto error = envelope ? translate(*envelope, http_status, secret_to_redact, action)
                          : without_code(http_status, content_type, body);
    complete(error, retry_after_header, request_id_header);
    return error;
}

std::optional<Error> error_in_ok_body(std::string_view body, std::string_view request_id_header) {
    auto const envelope = read_envelope(body);
    if (!envelope || is_success_code(envelope->code))
        return std::nullopt;
    auto error = translate(*envelope, 200, {});
    complete(error, {}, request_id_header);
    return error;
}

std::optional<ApiFailure> failure_in(HttpResponse const& response, std::string_view access_key_id,
                                     std::string_view action) {
    auto const envelope = read_envelope(response.body);
    bool const is_page = trimmed_json(response.body).starts_with("<");
    bool const is_good = envelope ? is_success_code(envelope->code) : !is_page;
    if (response.status >= 200 && response.status < 300 && is_good)
        return std::nullopt;
    auto error = classify_error(response.status, response.header("content-type"), response.body,
                                response.header("x-acs-retry-after"), response.header("x-acs-request-id"),
                                access_key_id, action);
    auto const mend =
        envelope && error.kind == ErrorKind::unauthorised ? mend_for(envelope->code) : Mend::none;
    return ApiFailure(std::move(error), mend);
}

}  // namespace sasyncd
