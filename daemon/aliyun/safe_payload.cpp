#include "aliyun/safe_payload.hpp"

namespace sasyncd {

namespace {

constexpr std::size_t kLimit = 64 * 1024;
constexpr std::string_view kSigned = "\"DownloadUrl\"";

/// Where the JSON string that begins at `at` ends, past its quote.
std::size_t end_of_string(std::string_view json, std::size_t at) {
    for (++at; at < json.size() && json[at] != '"'; ++at)
        if (json[at] == '\\')
            ++at;
    return at < json.size() ? at + 1 : json.size();
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

}  // namespace

std::string safe_payload(std::string_view json) {
    std::string out;
    for (auto at = json.find(kSigned); at != std::string_view::npos && out.size() <= kLimit;
         at = json.find(kSigned)) {
        auto const value = json.find_first_not_of(" \t\r\n:", at + kSigned.size());
        if (value == std::string_view::npos)
            break;
        out += json.substr(0, value);
        json.remove_prefix(value);
        if (json[0] != '"')
            continue;
        out += "\"cut\"";
        json.remove_prefix(end_of_string(json, 0));
    }
    if (out.size() <= kLimit)
        out += json.substr(0, kLimit + 1);
    return cut(std::move(out));
}

}  // namespace sasyncd
