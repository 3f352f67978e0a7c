#include "aliyun/json_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <vector>

namespace sasyncd {

namespace {

constexpr int kMaxDepth = 128;

/// The code unit of the escape `\uXXXX` that begins at `at`, or -1.
int code_unit(std::string_view json, std::size_t at) {
    if (at + 6 > json.size() || json[at] != '\\' || json[at + 1] != 'u')
        return -1;
    int value = 0;
    auto const* const end = json.data() + at + 6;
    auto const [rest, fault] = std::from_chars(json.data() + at + 2, end, value, 16);
    return fault == std::errc() && rest == end && value >= 0 ? value : -1;
}

bool is_high(int unit) {
    return unit >= 0xD800 && unit < 0xDC00;
}
bool is_low(int unit) {
    return unit >= 0xDC00 && unit < 0xE000;
}

bool append(std::string& out, simdjson::dom::element const& element, int depth);

void append_double(std::string& out, double value) {
    // Fixed, since jsonb prints its numbers so and what is read back must be what was stored.
    std::array<char, 512> text{};
    auto const end =
        std::to_chars(text.data(), text.data() + text.size(), value, std::chars_format::fixed).ptr;
    out.append(value == 0 ? "0" : std::string_view(text.data(), static_cast<std::size_t>(end - text.data())));
}

bool append_array(std::string& out, simdjson::dom::array const& array, int depth) {
    out += '[';
    char const* separator = "";
    for (auto const item : array) {
        out += separator;
        separator = ",";
        if (!append(out, item, depth + 1))
            return false;
    }
    out += ']';
    return true;
}

bool append_object(std::string& out, simdjson::dom::object const& object, int depth) {
    std::vector<simdjson::dom::key_value_pair> fields;
    for (auto const field : object)
        fields.push_back(field);
    std::stable_sort(fields.begin(), fields.end(), [](auto const& a, auto const& b) {
        return a.key.size() != b.key.size() ? a.key.size() < b.key.size() : a.key < b.key;
    });
    out += '{';
    char const* separator = "";
    for (std::size_t i = 0; i < fields.size(); ++i) {
        if (i + 1 < fields.size() && fields[i + 1].key == fields[i].key)
            continue;
        out += separator;
        separator = ",";
        append_json_string(out, fields[i].key);
        out += ':';
        if (!append(out, fields[i].value, depth + 1))
            return false;
    }
    out += '}';
    return true;
}

bool append(std::string& out, simdjson::dom::element const& element, int depth) {
    using simdjson::dom::element_type;
    if (depth > kMaxDepth)
        return false;
    switch (element.type()) {
        case element_type::ARRAY: return append_array(out, element.get_array().value_unsafe(), depth);
        case element_type::OBJECT: return append_object(out, element.get_object().value_unsafe(), depth);
        case element_type::INT64: out += fmt::format("{}", element.get_int64().value_unsafe()); return true;
        case element_type::UINT64: out += fmt::format("{}", element.get_uint64().value_unsafe()); return true;
        case element_type::DOUBLE: append_double(out, element.get_double().value_unsafe()); return true;
        case element_type::STRING: append_json_string(out, element.get_string().value_unsafe()); return true;
        case element_type::BOOL: out += element.get_bool().value_unsafe() ? "true" : "false"; return true;
        case element_type::NULL_VALUE: out += "null"; return true;
        default: return false;
    }
}

}  // namespace

std::uint32_t repair_escapes(std::string& json) {
    std::uint32_t repaired = 0;
    if (json.find("\\u") == std::string::npos)
        return repaired;
    for (auto at = json.find('\\'); at != std::string::npos; at = json.find('\\', at)) {
        auto const unit = code_unit(json, at);
        if (is_high(unit) && is_low(code_unit(json, at + 6))) {
            at += 12;
        } else if (unit == 0 || is_high(unit) || is_low(unit)) {
            json.replace(at, 6, "\\ufffd");
            ++repaired;
            at += 6;
        } else {
            at += 2;
        }
    }
    return repaired;
}

void append_json_string(std::string& out, std::string_view text) {
    out += '"';
    for (char const c : text) {
        switch (c) {
            case '"': out += "\\\""; break;
            case '\\': out += "\\\\"; break;
            case '\b': out += "\\b"; break;
            case '\f': out += "\\f"; break;
            case '\n': out += "\\n"; break;
            case '\r': out += "\\r"; break;
            case '\t': out += "\\t"; break;
            default:
                if (static_cast<unsigned char>(c) < 0x20)
                    out += fmt::format("\\u{:04x}", static_cast<unsigned>(c));
                else
                    out += c;
        }
    }
    out += '"';
}

std::size_t end_of_json_string(std::string_view json, std::size_t at) {
    for (++at; at < json.size() && json[at] != '"'; ++at)
        if (json[at] == '\\')
            ++at;
    return std::min(at + 1, json.size());
}

std::string_view trimmed_json(std::string_view json) {
    constexpr std::string_view blanks = " \t\r\n";
    auto const first = json.find_first_not_of(blanks);
    if (first == std::string_view::npos)
        return {};
    return json.substr(first, json.find_last_not_of(blanks) - first + 1);
}

std::optional<std::string> CanonicalJson::of(std::string_view json, std::uint32_t& repaired) {
    std::string text(json);
    auto const replaced = repair_escapes(text);
    simdjson::dom::element root;
    if (parser_.parse(text.data(), text.size()).get(root) != simdjson::SUCCESS)
        return std::nullopt;
    std::string out;
    out.reserve(text.size());
    if (!append(out, root, 0))
        return std::nullopt;
    repaired += replaced;
    return out;
}

}  // namespace sasyncd
