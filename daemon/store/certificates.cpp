#include "store/certificates.hpp"

#include <fmt/format.h>

namespace sasyncd {

namespace {

std::string json_quoted(std::string_view text) {
    std::string out = "\"";
    for (char const c : text) {
        if (c == '"' || c == '\\')
            out += '\\';
        if (static_cast<unsigned char>(c) < 0x20)
            out += fmt::format("\\u{:04x}", static_cast<unsigned>(c));
        else
            out += c;
    }
    return out + "\"";
}

}  // namespace

std::string regions_to_json(std::map<std::string, RegionCount> const& regions) {
    std::string out;
    for (auto const& [region, count] : regions) {
        out += fmt::format("{}{}:{{\"seen\":{},\"reported\":{}", out.empty() ? "{" : ",", json_quoted(region),
                           count.seen, count.reported);
        if (count.confirmed != 0)
            out += fmt::format(",\"confirmed\":{}", count.confirmed);
        if (count.hidden != 0)
            out += fmt::format(",\"hidden\":{}", count.hidden);
        if (!count.is_honoured)
            out += ",\"honoured\":false";
        if (!count.refused.empty())
            out += ",\"refused\":" + json_quoted(count.refused);
        out += '}';
    }
    return out.empty() ? "{}" : out + '}';
}

}  // namespace sasyncd
