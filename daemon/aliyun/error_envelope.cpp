#include "aliyun/error_envelope.hpp"

#include "aliyun/small_json.hpp"
#include "base/text.hpp"

#include <regex>

namespace sasyncd {

namespace {

constexpr std::size_t kMaxBody = 1U << 20U;
constexpr std::size_t kMaxMessage = 2000;

std::optional<ErrorEnvelope> read_json(std::string_view body) {
    auto document = SmallJson::parse(body);
    if (!document && !is_valid_utf8(body)) {
        std::size_t repairs = 0;
        document = SmallJson::parse(repaired_utf8(body, repairs));
    }
    if (!document)
        return std::nullopt;
    ErrorEnvelope envelope;
    envelope.code = document->text("Code", "code");
    envelope.message = document->text("Message", "message");
    envelope.request_id = document->text("RequestId", "requestId");
    auto detail = document->object("AccessDeniedDetail");
    if (!detail)
        detail = document->object("accessDeniedDetail");
    if (detail) {
        envelope.denied_action = detail->text("AuthAction", "authAction");
        envelope.denied_principal = detail->text("AuthPrincipalType", "authPrincipalType");
        envelope.denied_policy = detail->text("PolicyType", "policyType");
        if (auto const how = detail->text("NoPermissionType", "noPermissionType"); !how.empty())
            envelope.denied_policy += envelope.denied_policy.empty() ? how : " " + how;
    }
    return envelope.code.empty() ? std::nullopt : std::optional(std::move(envelope));
}

std::string without_entities(std::string text) {
    constexpr std::pair<std::string_view, std::string_view> kEntities[] = {
        {"&lt;", "<"}, {"&gt;", ">"}, {"&quot;", "\""}, {"&apos;", "'"}, {"&amp;", "&"}};
    for (auto const& [entity, character] : kEntities)
        for (auto at = text.find(entity); at != std::string::npos; at = text.find(entity, at + 1))
            text.replace(at, entity.size(), character);
    return text;
}

/// The text of the first element of that name; the envelope is flat.
std::string element(std::string_view xml, std::string const& name) {
    auto const open = "<" + name + ">";
    auto const begin = xml.find(open);
    if (begin == std::string_view::npos)
        return {};
    auto const from = begin + open.size();
    auto const end = xml.find("</" + name + ">", from);
    return end == std::string_view::npos ? std::string() : without_entities(std::string(xml.substr(from, end - from)));
}

std::optional<ErrorEnvelope> read_xml(std::string_view body) {
    ErrorEnvelope envelope;
    envelope.code = element(body, "Code");
    envelope.message = element(body, "Message");
    envelope.request_id = element(body, "RequestId");
    return envelope.code.empty() ? std::nullopt : std::optional(std::move(envelope));
}

}  // namespace

std::optional<ErrorEnvelope> read_envelope(std::string_view body) {
    if (body.size() > kMaxBody)
        return std::nullopt;
    auto const first = body.find_first_not_of(" \t\r\n");
    if (first == std::string_view::npos)
        return std::nullopt;
    return body[first] == '<' ? read_xml(body) : read_json(body);
}

std::string redacted(std::string_view message, std::string_view access_key_id) {
    static std::regex const cut_from(R"((string ?to ?sign|canonical ?request)[\s\S]*)", std::regex::icase);
    static std::regex const named(
        R"((AccessKeyId|AccessKeySecret|SecurityToken|security-token|Signature)(=|%3D|: ?)([^\s&,;"'%]|%(?!26))+)",
        std::regex::icase);
    static std::regex const keys(R"(\b(LTAI[A-Za-z0-9]{8,}|STS\.[A-Za-z0-9]{4,}))");
    std::string text(message.substr(0, kMaxMessage));
    text = std::regex_replace(text, cut_from, "$1 ***");
    text = std::regex_replace(text, named, "$1$2***");
    text = std::regex_replace(text, keys, "***");
    if (!access_key_id.empty())
        for (auto at = text.find(access_key_id); at != std::string::npos; at = text.find(access_key_id, at))
            text.replace(at, access_key_id.size(), "***");
    return text;
}

}  // namespace sasyncd
