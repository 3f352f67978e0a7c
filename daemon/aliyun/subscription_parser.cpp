#include "aliyun/subscription_parser.hpp"

#include "base/text.hpp"

#include <fmt/format.h>
#include <simdjson.h>

#include <charconv>
#include <initializer_list>

namespace sasyncd {

namespace {

using Element = simdjson::dom::element;

/// The member of an object, under the first of these names that it has.
std::optional<Element> member(Element const& object, std::initializer_list<char const*> names) {
    for (auto const* name : names) {
        Element found;
        if (object.at_key(name).get(found) == simdjson::SUCCESS && !found.is_null())
            return found;
    }
    return std::nullopt;
}

std::optional<std::int64_t> parse_number(std::string_view text) {
    std::int64_t value = 0;
    auto const [end, fault] = std::from_chars(text.data(), text.data() + text.size(), value);
    bool const is_number = fault == std::errc() && end == text.data() + text.size();
    return is_number ? std::optional(value) : std::nullopt;
}

/// As number or as text, and not negative.
std::optional<std::int64_t> count_in(Element const& object, std::initializer_list<char const*> names) {
    auto const found = member(object, names);
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

std::string name_of_edition(std::int64_t version) {
    switch (version) {
        case 1: return "free";
        case 2:
        case 3: return "enterprise";
        case 5: return "advanced";
        case 6: return "anti-virus";
        case 7: return "ultimate";
        case 8: return "multi-version";
        case 10: return "value-added plan";
        default: return fmt::format("unknown ({})", version);
    }
}

/// A number, or a text that is none.
std::string edition_in(Element const& root) {
    if (auto const version = count_in(root, {"Version", "version"}))
        return name_of_edition(*version);
    std::string_view text;
    auto const found = member(root, {"Version", "version"});
    bool const is_text = found && found->get_string().get(text) == simdjson::SUCCESS;
    return is_text ? printable(text, 60) : std::string();
}

Error malformed(char const* what) {
    return Error(ErrorKind::malformed, what);
}

}  // namespace

Result<Edition> parse_edition(std::string const& body) {
    simdjson::dom::parser parser;
    Element root;
    if (parser.parse(body).get(root) != simdjson::SUCCESS || !root.is_object())
        return malformed("answer is no JSON object");
    Edition edition;
    edition.name = edition_in(root);
    edition.image_scans_total = count_in(root, {"ImageScanCapacity", "imageScanCapacity"});
    if (edition.name.empty() && !edition.image_scans_total)
        return malformed("answer without an edition");
    return edition;
}

Result<ScanQuota> parse_scan_quota(std::string const& body) {
    simdjson::dom::parser parser;
    Element root;
    if (parser.parse(body).get(root) != simdjson::SUCCESS || !root.is_object())
        return malformed("answer is no JSON object");
    auto const inner = member(root, {"ImageScan", "imageScan"});
    auto const object = inner && inner->is_object() ? *inner : root;
    ScanQuota quota;
    quota.total = count_in(object, {"ImageScanCapacity", "imageScanCapacity", "TotalCount", "totalCount"});
    quota.used = count_in(object, {"ScanCount", "scanCount"});
    if (!quota.total && !quota.used)
        return malformed("answer without a scan quota");
    return quota;
}

}  // namespace sasyncd
