#include "aliyun/loose_json.hpp"

#include "aliyun/json_text.hpp"
#include "base/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace sasyncd {

namespace {

using Element = simdjson::dom::element;

std::optional<std::int64_t> parse_number(std::string_view text) {
    std::int64_t value = 0;
    auto const [end, fault] = std::from_chars(text.data(), text.data() + text.size(), value);
    bool const is_number = !text.empty() && fault == std::errc() && end == text.data() + text.size();
    return is_number ? std::optional(value) : std::nullopt;
}

std::string cut(std::string_view text, std::size_t limit) {
    auto end = std::min(text.size(), limit);
    while (end < text.size() && end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U)
        --end;
    return std::string(text.substr(0, end));
}

bool is_of_number(char c) {
    return (c >= '0' && c <= '9') || c == '-' || c == '+' || c == '.' || c == 'e' || c == 'E';
}

/// Numbers that may be beyond 64 bits become texts: the parser refuses a whole document for one of them.
std::string with_long_numbers_quoted(std::string_view json) {
    constexpr std::size_t kLongest = 18;
    std::string out;
    for (std::size_t at = 0; at < json.size();) {
        auto end = at + 1;
        bool const is_number = json[at] == '-' || (json[at] >= '0' && json[at] <= '9');
        if (json[at] == '"')
            end = end_of_json_string(json, at);
        while (is_number && end < json.size() && is_of_number(json[end]))
            ++end;
        auto const part = json.substr(at, end - at);
        if (is_number && part.size() > kLongest)
            out.append("\"").append(part).append("\"");
        else
            out.append(part);
        at = end;
    }
    return out;
}

}  // namespace

std::optional<Element> parse_loosely(simdjson::dom::parser& parser, std::string_view body) {
    std::size_t repairs = 0;
    auto text = repaired_utf8(body, repairs);
    repair_escapes(text);
    Element root;
    auto met = parser.parse(text).get(root);
    if (met == simdjson::NUMBER_ERROR)
        met = parser.parse(with_long_numbers_quoted(text)).get(root);
    if (met != simdjson::SUCCESS || !root.is_object())
        return std::nullopt;
    return root;
}

std::optional<Element> member_of(Element const& object, LooseName names) {
    for (auto const* name : names) {
        Element found;
        if (object.at_key(name).get(found) == simdjson::SUCCESS && !found.is_null())
            return found;
    }
    return std::nullopt;
}

std::optional<std::int64_t> count_in(Element const& object, LooseName names) {
    auto const found = member_of(object, names);
    if (!found)
        return std::nullopt;
    std::int64_t value = -1;
    std::string_view text;
    if (found->get_string().get(text) == simdjson::SUCCESS)
        value = parse_number(text).value_or(-1);
    else if (found->get_int64().get(value) != simdjson::SUCCESS)
        return std::nullopt;
    return value >= 0 ? std::optional(value) : std::nullopt;
}

std::string text_in(Element const& object, LooseName names, std::size_t limit) {
    auto const found = member_of(object, names);
    std::string_view text;
    std::int64_t number = 0;
    if (found && found->get_string().get(text) == simdjson::SUCCESS)
        return cut(text, limit);
    return found && found->get_int64().get(number) == simdjson::SUCCESS ? fmt::format("{}", number)
                                                                        : std::string();
}

std::optional<bool> flag_in(Element const& object, LooseName names) {
    auto const found = member_of(object, names);
    if (!found)
        return std::nullopt;
    bool value = false;
    if (found->get_bool().get(value) == simdjson::SUCCESS)
        return value;
    auto const word = lower_case(text_in(object, names, 10));
    if (word == "true" || word == "false")
        return word == "true";
    return std::nullopt;
}

}  // namespace sasyncd
