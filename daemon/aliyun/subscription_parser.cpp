#include "aliyun/subscription_parser.hpp"

#include "aliyun/loose_json.hpp"
#include "base/text.hpp"

#include <fmt/format.h>

namespace sasyncd {

namespace {

using Element = simdjson::dom::element;

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
    auto const found = member_of(root, {"Version", "version"});
    bool const is_text = found && found->get_string().get(text) == simdjson::SUCCESS;
    return is_text ? printable(text, 60) : std::string();
}

Error malformed(char const* what) {
    return Error(ErrorKind::malformed, what);
}

}  // namespace

Result<Edition> parse_edition(std::string const& body) {
    simdjson::dom::parser parser;
    auto const root = parse_loosely(parser, body);
    if (!root)
        return malformed("answer is no JSON object");
    Edition edition;
    edition.name = edition_in(*root);
    edition.image_scans_total = count_in(*root, {"ImageScanCapacity", "imageScanCapacity"});
    if (edition.name.empty() && !edition.image_scans_total)
        return malformed("answer without an edition");
    return edition;
}

Result<ScanQuota> parse_scan_quota(std::string const& body) {
    simdjson::dom::parser parser;
    auto const root = parse_loosely(parser, body);
    if (!root)
        return malformed("answer is no JSON object");
    auto const inner = member_of(*root, {"ImageScan", "imageScan"});
    auto const object = inner && inner->is_object() ? *inner : *root;
    ScanQuota quota;
    quota.total = count_in(object, {"ImageScanCapacity", "imageScanCapacity", "TotalCount", "totalCount"});
    quota.used = count_in(object, {"ScanCount", "scanCount"});
    if (!quota.total && !quota.used)
        return malformed("answer without a scan quota");
    return quota;
}

}  // namespace sasyncd
