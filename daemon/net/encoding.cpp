#include "net/encoding.hpp"

#include "base/text.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <string>
#include <vector>

namespace sasyncd {

namespace {

/// What the fields of that name list, in lower case; a field may be sent more than once.
std::vector<std::string> listed(HttpResponse const& response, std::string_view name) {
    std::vector<std::string> words(1);
    for (auto const& [key, value] : response.headers) {
        if (lower_case(key) != name)
            continue;
        for (char const c : lower_case(value) + ",") {
            if (c == ',')
                words.emplace_back();
            else if (c != ' ' && c != '\t')
                words.back() += c;
        }
    }
    words.erase(std::remove(words.begin(), words.end(), ""), words.end());
    return words;
}

}  // namespace

Status check_encoding(HttpResponse const& response, Origin const& origin) {
    auto encodings = listed(response, "content-encoding");
    auto transfer = listed(response, "transfer-encoding");
    if (!transfer.empty() && transfer.back() == "chunked")
        transfer.pop_back();
    encodings.insert(encodings.end(), transfer.begin(), transfer.end());
    encodings.erase(std::remove(encodings.begin(), encodings.end(), "identity"), encodings.end());
    if (encodings.empty())
        return {};
    auto const names = printable(fmt::format("{}", fmt::join(encodings, ", ")), 40);
    Error error(
        ErrorKind::malformed,
        fmt::format("the answer of {} is encoded as {}, which was not asked for", origin.address(), names));
    error.code = "ContentEncoding";
    return std::move(error).with_remedy(
        "a proxy in between recodes answers; let it pass this host's unchanged");
}

}  // namespace sasyncd
