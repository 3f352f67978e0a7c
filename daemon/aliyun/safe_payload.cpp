#include "aliyun/safe_payload.hpp"

#include "aliyun/error_envelope.hpp"
#include "aliyun/json_text.hpp"
#include "base/text.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <limits>

namespace sasyncd {

namespace {

constexpr std::size_t kLimit = 64 * 1024;
constexpr std::string_view kCut = "\"cut\"";

/// The character that the escape at `at` (behind its backslash) stands for, and moves behind it; '?' beyond ASCII.
char escaped_character(std::string_view quoted, std::size_t& at) {
    auto const letter = quoted[at++];
    if (letter != 'u' || at + 4 > quoted.size())
        return letter == 'n' || letter == 't' || letter == 'r' ? ' ' : letter;
    unsigned unit = 0;
    auto const* const digits = quoted.data() + at;
    if (std::from_chars(digits, digits + 4, unit, 16).ptr != digits + 4)
        return letter;
    at += 4;
    return unit < 0x80 ? static_cast<char>(unit) : '?';
}

/// What a string of JSON says, good enough to look for words of ASCII in it.
std::string plain(std::string_view quoted) {
    std::string text;
    text.reserve(quoted.size());
    for (std::size_t at = 0; at < quoted.size();) {
        auto const c = quoted[at++];
        text += c == '\\' && at < quoted.size() ? escaped_character(quoted, at) : c;
    }
    return text;
}

bool is_signed(std::string_view text) {
    constexpr std::array<std::string_view, 8> kMarkers = {
        "signature=",     "signature%3d",     "ossaccesskeyid=", "security-token=",
        "securitytoken=", "securitytoken%3d", "accesskeysecret", "access_key_secret"};
    auto const lower = lower_case(text);
    return std::any_of(kMarkers.begin(), kMarkers.end(),
                       [&](auto marker) { return lower.find(marker) != std::string::npos; });
}

std::string cut(std::string text) {
    if (text.size() <= kLimit)
        return text;
    auto end = kLimit;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80)
        --end;
    text.resize(end);
    return text;
}

/// The string of JSON that `quoted` is, without what must not be kept; `inside` is what it says.
void append_scrubbed(std::string& out, std::string_view quoted, std::string const& inside, bool is_link) {
    auto const without_ids = without_key_ids(inside);
    if (is_link || is_signed(inside))
        out += kCut;
    else if (without_ids != inside)
        append_json_string(out, without_ids);
    else
        out += quoted;
}

/// What stands between two strings. A document that is read lazily may hold anything there.
void append_between(std::string& out, std::string_view between) {
    if (!is_signed(between) && without_key_ids(between) == between) {
        out += between;
        return;
    }
    constexpr std::string_view kStructure = "{}[]:, \t\r\n";
    for (char const c : between)
        if (kStructure.find(c) != std::string_view::npos)
            out += c;
}

/// `json` without secrets, until more than `limit` bytes of it are there.
std::string scrubbed(std::string_view json, std::size_t limit) {
    std::string out;
    bool is_link = false;  // the value of a DownloadUrl comes
    while (out.size() <= limit) {
        auto const between = json.substr(0, json.find('"'));
        append_between(out, between);
        json.remove_prefix(between.size());
        if (json.empty())
            break;
        auto const quoted = json.substr(0, end_of_json_string(json, 0));
        json.remove_prefix(quoted.size());
        bool const is_closed = quoted.size() > 1 && quoted.back() == '"';
        auto const inside = plain(quoted.substr(1, quoted.size() - (is_closed ? 2 : 1)));
        append_scrubbed(out, quoted, inside, is_link && trimmed_json(between) == ":");
        is_link = lower_case(inside) == "downloadurl";
    }
    return out;
}

}  // namespace

std::string without_secrets(std::string_view json) {
    return scrubbed(json, std::numeric_limits<std::size_t>::max());
}

std::string safe_payload(std::string_view json) {
    return cut(scrubbed(json, kLimit));
}

}  // namespace sasyncd
