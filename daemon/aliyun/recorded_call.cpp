#include "aliyun/recorded_call.hpp"

#include "aliyun/digest.hpp"
#include "aliyun/json_text.hpp"
#include "base/text.hpp"

#include <fmt/format.h>
#include <simdjson.h>

#include <array>
#include <charconv>

namespace sasyncd {

namespace {

namespace dom = simdjson::dom;

void append_member(std::string& out, std::string_view name, std::string_view value) {
    out += out.back() == '{' ? "\"" : ",\"";
    out += name;
    out += "\":";
    append_json_string(out, value);
}

void append_body(std::string& out, std::string_view body) {
    if (is_valid_utf8(body))
        append_member(out, "body", body);
    else
        append_member(out, "body_hex", hex(body));  // JSON is UTF-8, and this is not
}

void append_response(std::string& out, HttpResponse const& response) {
    out += fmt::format(",\"status\":{},\"headers\":{{", response.status);
    for (auto const& [name, value] : response.headers) {
        std::size_t repairs = 0;
        append_member(out, name, repaired_utf8(value, repairs));
    }
    out += '}';
    append_body(out, response.body);
}

void append_error(std::string& out, Error const& error) {
    out += ",\"error\":{";
    append_member(out, "kind", to_string(error.kind));
    append_member(out, "what", error.what);
    append_member(out, "code", error.code);
    append_member(out, "request_id", error.request_id);
    append_member(out, "remedy", error.remedy);
    if (error.retry_after)
        out += fmt::format(",\"retry_after_ms\":{}", error.retry_after->count());
    out += error.is_denial ? ",\"is_denial\":true}" : "}";
}

std::string text_of(dom::element const& object, char const* name) {
    std::string_view text;
    if (object[name].get(text) != simdjson::SUCCESS)
        return {};
    return std::string(text);
}

std::optional<ErrorKind> kind_of(std::string_view name) {
    for (auto const kind :
         {ErrorKind::retry_now, ErrorKind::retry_later, ErrorKind::unauthorised, ErrorKind::unlicensed,
          ErrorKind::malformed, ErrorKind::rejected, ErrorKind::unavailable, ErrorKind::lost_lease,
          ErrorKind::cancelled, ErrorKind::bug})
        if (to_string(kind) == name)
            return kind;
    return std::nullopt;
}

std::optional<Error> read_error(dom::element const& from) {
    auto const kind = kind_of(text_of(from, "kind"));
    if (!kind)
        return std::nullopt;
    Error error(*kind, text_of(from, "what"));
    error.code = text_of(from, "code");
    error.request_id = text_of(from, "request_id");
    error.remedy = text_of(from, "remedy");
    std::int64_t pause = 0;
    if (from["retry_after_ms"].get(pause) == simdjson::SUCCESS)
        error.retry_after = std::chrono::milliseconds(pause);
    bool is_denial = false;
    error.is_denial = from["is_denial"].get(is_denial) == simdjson::SUCCESS && is_denial;
    return error;
}

/// Names and texts of an object; false where something else is in it.
template <class Take>
bool each_text(dom::element const& root, char const* name, Take take) {
    dom::object object;
    if (root[name].get(object) != simdjson::SUCCESS)
        return false;
    for (auto const field : object) {
        std::string_view text;
        if (field.value.get(text) != simdjson::SUCCESS)
            return false;
        take(std::string(field.key), std::string(text));
    }
    return true;
}

std::optional<std::string> from_hex(std::string_view digits) {
    std::string bytes;
    for (; digits.size() >= 2; digits.remove_prefix(2)) {
        unsigned byte = 0;
        auto const [end, fault] = std::from_chars(digits.data(), digits.data() + 2, byte, 16);
        if (fault != std::errc() || end != digits.data() + 2)
            return std::nullopt;
        bytes += static_cast<char>(byte);
    }
    return digits.empty() ? std::optional(std::move(bytes)) : std::nullopt;
}

std::optional<HttpResponse> read_response(dom::element const& root) {
    std::uint64_t status = 0;
    if (root["status"].get(status) != simdjson::SUCCESS || status > 999)
        return std::nullopt;
    HttpResponse response(static_cast<unsigned>(status));
    if (!each_text(root, "headers", [&](std::string name, std::string value) {
            response.headers.emplace_back(std::move(name), std::move(value));
        }))
        return std::nullopt;
    std::string_view body;
    if (root["body"].get(body) == simdjson::SUCCESS) {
        response.body = body;
        return response;
    }
    if (root["body_hex"].get(body) != simdjson::SUCCESS)
        return std::nullopt;
    auto bytes = from_hex(body);
    if (!bytes)
        return std::nullopt;
    response.body = std::move(*bytes);
    return response;
}

Error no_call(std::string_view what) {
    return {ErrorKind::malformed, fmt::format("this is no recorded call ({})", what)};
}

}  // namespace

Result<HttpResponse> RecordedCall::outcome() const {
    if (error)
        return *error;
    return *response;
}

std::string to_line(RecordedCall const& call) {
    std::string out = "{";
    append_member(out, "at", call.at);
    append_member(out, "action", call.action);
    out += ",\"parameters\":{";
    for (auto const& [name, value] : call.params)
        append_member(out, name, value);
    out += '}';
    if (call.error)
        append_error(out, *call.error);
    if (call.response)
        append_response(out, *call.response);
    out += '}';
    return out;
}

Result<RecordedCall> parse_call(std::string_view line) {
    dom::parser parser;
    dom::element root;
    if (auto const fault = parser.parse(line.data(), line.size()).get(root); fault)
        return no_call(simdjson::error_message(fault));
    RecordedCall call;
    call.at = text_of(root, "at");
    call.action = text_of(root, "action");
    bool const has_parameters = each_text(root, "parameters", [&](std::string name, std::string value) {
        call.params.emplace(std::move(name), std::move(value));
    });
    if (call.action.empty() || !has_parameters)
        return no_call("action or parameters are missing");
    dom::element told;
    if (root["error"].get(told) == simdjson::SUCCESS && !(call.error = read_error(told)))
        return no_call("its error has an unknown kind");
    if (dom::element status;
        root["status"].get(status) == simdjson::SUCCESS && !(call.response = read_response(root)))
        return no_call("its answer cannot be read");
    if (!call.error && !call.response)
        return no_call("neither answer nor error");
    return call;
}

}  // namespace sasyncd
