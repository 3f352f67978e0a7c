#include "aliyun/error_envelope.hpp"

#include "aliyun/json_text.hpp"
#include "base/text.hpp"

#include <fmt/format.h>
#include <simdjson.h>

#include <algorithm>
#include <array>

namespace sasyncd {

namespace {

namespace dom = simdjson::dom;

/// A member by its name or the name with a lower-case first letter.
std::optional<dom::element> member(dom::element const& object, std::string name) {
    dom::element value;
    if (object[name].get(value) == simdjson::SUCCESS && !value.is_null())
        return value;
    name[0] = lower_case(name)[0];
    if (object[name].get(value) == simdjson::SUCCESS && !value.is_null())
        return value;
    return std::nullopt;
}

std::string text_of(dom::element const& object, std::string name) {
    auto const value = member(object, std::move(name));
    std::string_view text;
    std::int64_t number = 0;
    if (value && value->get_string().get(text) == simdjson::SUCCESS)
        return std::string(text);
    return value && value->get_int64().get(number) == simdjson::SUCCESS ? fmt::format("{}", number)
                                                                        : std::string();
}

ErrorEnvelope read_json(std::string_view body) {
    ErrorEnvelope envelope;
    std::size_t repairs = 0;
    auto text = repaired_utf8(body, repairs);
    repair_escapes(text);
    dom::parser parser;
    dom::element root;
    if (parser.parse(text).get(root) != simdjson::SUCCESS || !root.is_object())
        return envelope;
    envelope.code = text_of(root, "Code");
    envelope.message = text_of(root, "Message");
    envelope.request_id = text_of(root, "RequestId");
    if (auto const detail = member(root, "AccessDeniedDetail"); detail && detail->is_object()) {
        envelope.denied_action = text_of(*detail, "AuthAction");
        envelope.denied_type = text_of(*detail, "NoPermissionType");
        envelope.denied_policy = text_of(*detail, "PolicyType");
    }
    return envelope;
}

constexpr std::string_view kNoKey = "(key)";

std::string replaced(std::string_view text, std::string_view what, std::string_view by) {
    std::string out;
    for (auto at = text.find(what); at != std::string_view::npos; at = text.find(what)) {
        out.append(text.substr(0, at)).append(by);
        text.remove_prefix(at + what.size());
    }
    return out.append(text);
}

std::string unescaped_xml(std::string_view text) {
    std::string out(text);
    constexpr std::array<std::pair<std::string_view, std::string_view>, 5> entities{
        {{"&lt;", "<"}, {"&gt;", ">"}, {"&quot;", "\""}, {"&apos;", "'"}, {"&amp;", "&"}}};
    for (auto const& [entity, character] : entities)
        out = replaced(out, entity, character);
    return out;
}

std::string xml_text(std::string_view body, std::string_view name) {
    auto const open = fmt::format("<{}>", name);
    auto const begin = body.find(open);
    if (begin == std::string_view::npos)
        return {};
    body.remove_prefix(begin + open.size());
    auto const end = body.find(fmt::format("</{}>", name));
    return end == std::string_view::npos ? std::string() : unescaped_xml(body.substr(0, end));
}

ErrorEnvelope read_xml(std::string_view body) {
    ErrorEnvelope envelope;
    envelope.code = xml_text(body, "Code");
    envelope.message = xml_text(body, "Message");
    envelope.request_id = xml_text(body, "RequestId");
    envelope.denied_action = xml_text(body, "AuthAction");
    envelope.denied_type = xml_text(body, "NoPermissionType");
    envelope.denied_policy = xml_text(body, "PolicyType");
    return envelope;
}

bool is_word(char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

/// How many bytes at the begin of `text` are the id of an access key; 0: none.
std::size_t length_of_key_id(std::string_view text) {
    constexpr std::size_t kStart = 4;
    constexpr std::size_t kShortest = 10;
    if (!text.starts_with("LTAI") && !text.starts_with("STS.") && !text.starts_with("TMP."))
        return 0;
    auto const* const end = std::find_if_not(text.begin() + kStart, text.end(), is_word);
    auto const length = static_cast<std::size_t>(end - text.begin());
    return length < kShortest ? 0 : length;
}

}  // namespace

std::optional<ErrorEnvelope> read_envelope(std::string_view body) {
    if (body.starts_with("\xEF\xBB\xBF"))
        body.remove_prefix(3);
    auto const text = trimmed_json(body);
    if (text.empty())
        return std::nullopt;
    auto envelope = text[0] == '<' ? read_xml(text) : read_json(text);
    if (envelope.code.empty())
        return std::nullopt;
    return envelope;
}

bool is_success_code(std::string_view code) {
    auto const word = lower_case(code);
    return word == "200" || word == "ok" || word == "success";
}

std::string redacted(std::string_view message, std::string_view secret) {
    std::string text(message);
    auto const lower = lower_case(text);
    auto cut = std::string::npos;
    for (std::string_view const marker :
         {"string to sign", "stringtosign", "canonicalstring", "canonical string", "canonicalrequest",
          "canonical request", "signature=", "signature%3d", "securitytoken=", "securitytoken%3d",
          "security-token:", "accesskeysecret", "access_key_secret"})
        if (auto const at = lower.find(marker); at != std::string::npos)
            cut = std::min(cut, at + marker.size());
    if (cut != std::string::npos)
        text = text.substr(0, cut) + " (cut)";
    return without_key_ids(secret.empty() ? text : replaced(text, secret, kNoKey));
}

std::string without_key_ids(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    while (!text.empty()) {
        auto const length = length_of_key_id(text);
        out += length > 0 ? kNoKey : text.substr(0, 1);
        text.remove_prefix(std::max<std::size_t>(length, 1));
    }
    return out;
}

}  // namespace sasyncd
