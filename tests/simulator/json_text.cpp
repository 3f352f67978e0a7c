#include "json_text.hpp"

#include <simdjson.h>

#include <cstdio>

namespace sasyncd::simulator {
namespace {

std::size_t skip_string(std::string_view text, std::size_t at) {
    // memchr is several times faster than looking at each byte, and texts are most of a row.
    for (std::size_t from = at + 1; from < text.size();) {
        const std::size_t quote = text.find('"', from);
        if (quote == std::string_view::npos) {
            break;
        }
        std::size_t first_backslash = quote;
        while (first_backslash > at + 1 && text[first_backslash - 1] == '\\') {
            --first_backslash;
        }
        if ((quote - first_backslash) % 2 == 0) {
            return quote + 1;
        }
        from = quote + 1;
    }
    return text.size();
}

void append_escaped(std::string& out, char c) {
    switch (c) {
        case '"': out += "\\\""; return;
        case '\\': out += "\\\\"; return;
        case '\n': out += "\\n"; return;
        case '\r': out += "\\r"; return;
        case '\t': out += "\\t"; return;
        default: break;
    }
    char buffer[8];
    std::snprintf(buffer, sizeof buffer, "\\u%04x", static_cast<unsigned>(static_cast<unsigned char>(c)));
    out += buffer;
}

}  // namespace

std::size_t skip_value(std::string_view text, std::size_t at) {
    int depth = 0;
    for (; at < text.size(); ++at) {
        char const c = text[at];
        if (c == '"') {
            at = skip_string(text, at) - 1;
            if (depth == 0) {
                return at + 1;
            }
        } else if (c == '{' || c == '[') {
            ++depth;
        } else if (c == '}' || c == ']') {
            if (depth == 0) {
                return at;
            }
            if (--depth == 0) {
                return at + 1;
            }
        } else if (depth == 0 && (c == ',' || c == ':')) {
            return at;
        }
    }
    return at;
}

void append_json_string(std::string& out, std::string_view text) {
    out += '"';
    for (char const c : text) {
        if (static_cast<unsigned char>(c) < 0x20 || c == '"' || c == '\\') {
            append_escaped(out, c);
        } else {
            out += c;
        }
    }
    out += '"';
}

std::string json_string(std::string_view text) {
    std::string out;
    out.reserve(text.size() + 2);
    append_json_string(out, text);
    return out;
}

std::string json_text(std::string_view value) {
    if (value.size() < 2 || value.front() != '"') {
        return std::string{value};
    }
    const std::string_view inner = value.substr(1, value.size() - 2);
    if (inner.find('\\') == std::string_view::npos) {
        return std::string{inner};
    }
    simdjson::dom::parser parser;
    const simdjson::padded_string padded{value};
    std::string_view text;
    return parser.parse(padded).get(text) == simdjson::SUCCESS ? std::string{text} : std::string{inner};
}

std::vector<Member> members(std::string_view object) {
    std::vector<Member> out;
    for_each_member(object, [&out](Member member) { out.push_back(member); });
    return out;
}

std::optional<std::string_view> find_member(std::string_view object, std::string_view name) {
    std::optional<std::string_view> found;
    for_each_member(object, [&](Member member) {
        if (!found && member.name == name) {
            found = member.value;
        }
    });
    return found;
}

std::string make_object(std::vector<Member> const& list) {
    std::string out = "{";
    for (Member const& member : list) {
        out += out.size() > 1 ? ",\"" : "\"";
        out.append(member.name).append("\":").append(member.value);
    }
    return out += '}';
}

void set_member(std::string& object, std::string_view name, std::optional<std::string_view> value) {
    if (auto const found = find_member(object, name); found && value) {
        object.replace(static_cast<std::size_t>(found->data() - object.data()), found->size(), *value);
        return;
    }
    std::vector<Member> list = members(object);
    std::erase_if(list, [name](Member const& member) { return member.name == name; });
    if (value) {
        list.push_back({name, *value});
    }
    object = make_object(list);
}

}  // namespace sasyncd::simulator
