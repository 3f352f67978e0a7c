#include "aliyun/signed_links.hpp"

#include "aliyun/json_text.hpp"
#include "base/text.hpp"

#include <algorithm>
#include <array>

namespace sasyncd {

namespace {

constexpr std::string_view kLink = "DownloadUrl";

/// Where the query of a link in JSON begins; its question mark may be escaped.
std::size_t query_of(std::string_view text) {
    auto const lower = lower_case(text);
    return std::min({lower.find('?'), lower.find("\\u003f"), lower.find("%3f")});
}

bool holds_signature(std::string_view text) {
    if (query_of(text) == std::string_view::npos)
        return false;
    auto const lower = lower_case(text);
    constexpr std::array<std::string_view, 4> kMarks = {"signature", "security-token", "securitytoken",
                                                        "accesskeyid"};
    return std::any_of(kMarks.begin(), kMarks.end(),
                       [&](std::string_view mark) { return lower.find(mark) != std::string::npos; });
}

bool is_name(std::string_view json, std::size_t end) {
    auto const next = json.find_first_not_of(" \t\r\n", end);
    return next != std::string_view::npos && json[next] == ':';
}

}  // namespace

std::string without_signed_links(std::string_view json) {
    std::string out;
    out.reserve(json.size());
    bool is_link = false;
    std::size_t copied = 0;
    for (auto at = json.find('"'); at != std::string_view::npos; at = json.find('"', at)) {
        auto const end = end_of_json_string(json, at);
        auto const token = json.substr(at, end - at);
        if (is_name(json, end)) {
            is_link = token.substr(1, kLink.size()) == kLink;
        } else if (is_link || holds_signature(token)) {
            if (auto const query = query_of(token); query != std::string_view::npos) {
                out += json.substr(copied, at + query - copied);
                bool const is_closed = token.size() > 1 && token.back() == '"';
                copied = is_closed ? end - 1 : end;
            }
        }
        at = end;
    }
    out += json.substr(copied);
    return out;
}

}  // namespace sasyncd
