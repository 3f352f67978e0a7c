// The page parser, whatever the API answers: nothing lost, nothing that PostgreSQL would not take, no secret kept, and
// its short cuts come to what the long way comes to.

#include "aliyun/json_text.hpp"
#include "aliyun/page_parser.hpp"
#include "findings/key.hpp"
#include "fuzz/page_oracle.hpp"
#include "fuzz/property.hpp"

#include <algorithm>
#include <array>
#include <string>

namespace sasyncd::fuzz {
namespace {

constexpr std::array<std::string_view, 6> kReasons = {
    "row is no object", "no MaliciousMd5",           "nothing to tell the image by",
    " is not text",     " is longer than 512 bytes", " is longer than 1024 bytes"};
constexpr std::size_t kPayloadLimit = 64 * 1024;

/// 1e21, written without its exponent as jsonb does, is more than simdjson reads.
bool has_long_number(std::string_view json) {
    std::size_t digits = 0;
    for (char const c : json) {
        digits = c >= '0' && c <= '9' ? digits + 1 : 0;
        if (digits > 18)
            return true;
    }
    return false;
}

void check_row(Row const& row) {
    expect(!row[Text::malicious_md5].empty(), "a row has an MD5");
    expect(image_key_of(row).has_value(), "a row tells its image");
    for (auto const text : row.texts())
        expect(is_storable(text), "texts are UTF-8 without NUL", text);
    expect(row[Text::download_url].find('?') == std::string_view::npos, "no signed link is kept");
    CanonicalJson canonical;
    std::uint32_t repaired = 0;
    if (!row.extra.empty()) {
        bool const is_json = canonical.of(row.extra, repaired).has_value() || has_long_number(row.extra);
        expect(is_storable(row.extra) && is_json, "extra is JSON", row.extra);
        expect(!keeps_secret(row.extra), "extra keeps no secret", row.extra);
    }
    expect(repaired == 0, "extra holds no escape that jsonb refuses", row.extra);
}

void check_quarantined(QuarantinedRow const& row, bool is_strict) {
    bool is_known = false;
    for (auto const reason : kReasons)
        is_known = is_known || row.reason.ends_with(reason);
    expect(is_known && row.reason.size() <= 60, "a reason is one of a few", row.reason);
    expect(row.payload.size() <= kPayloadLimit, "a payload is bounded");
    expect(is_storable(row.payload), "a payload is UTF-8 without NUL", row.payload);
    expect(!keeps_secret(row.payload), "a payload keeps no secret", row.payload);
    auto copy = row.payload;
    expect(repair_escapes(copy) == 0, "a payload holds no escape of NUL or half a pair", row.payload);
    simdjson::dom::parser parser;
    simdjson::dom::element root;
    if (is_strict && row.payload.size() < kPayloadLimit)
        expect(parser.parse(row.payload).get(root) == simdjson::SUCCESS, "a payload is JSON", row.payload);
}

void check_error(Error const& error) {
    expect(is_one_printable_line(error.line()), "an error is one printable line", error.line());
    expect(!error.what.empty() && error.line().size() < 2000, "an error says something, in short");
    expect(error.kind != ErrorKind::bug && error.kind != ErrorKind::cancelled, "an answer is never our bug");
}

void check_same(Result<Page> const& a, Result<Page> const& b) {
    expect(a.has_value() == b.has_value(), "what was parsed before changes nothing");
    if (!a)
        return expect(a.error().line() == b.error().line() && a.error().kind == b.error().kind,
                      "equal errors");
    expect(a->rows == b->rows && a->unknown == b->unknown && a->repaired == b->repaired &&
               a->quarantined.size() == b->quarantined.size() && a->number == b->number &&
               a->total_count == b->total_count && a->request_id == b->request_id,
           "what was parsed before changes nothing in the page");
}

void check_texts(Row const& row, ExpectedRow const& expected) {
    for (std::size_t i = 0; i < kTextCount; ++i)
        if (expected.is_told[i])
            expect(row.texts()[i] == expected.row.texts()[i], kTextNames[i],
                   std::string(row.texts()[i]) + "\ninstead of\n" + std::string(expected.row.texts()[i]));
}

/// Rows come in the order of their elements, and so do those in quarantine.
void check_against(std::vector<ExpectedRow> const& elements, Page const& page) {
    expect(elements.size() == page.elements(), "every element is a row or in quarantine");
    if (std::any_of(elements.begin(), elements.end(), [](auto const& expected) { return !expected.is_sure; }))
        return;
    std::size_t good = 0;
    std::size_t bad = 0;
    for (auto const& expected : elements) {
        if (!expected.reason.empty()) {
            expect(bad < page.quarantined.size() && page.quarantined[bad].reason == expected.reason,
                   "quarantined for the reason", expected.reason);
            ++bad;
            continue;
        }
        expect(good < page.rows.size(), "a good element is a row");
        auto const& row = page.rows[good++];
        check_texts(row, expected);
        if (expected.are_numbers_told)
            expect(row.event_id == expected.row.event_id && row.status == expected.row.status &&
                       row.first_scan == expected.row.first_scan &&
                       row.latest_scan == expected.row.latest_scan &&
                       row.latest_verify == expected.row.latest_verify,
                   "numbers and times are what they are");
    }
}

void check_page(Page const& page, std::optional<std::vector<ExpectedRow>> const& elements) {
    for (auto const& row : page.rows)
        check_row(row);
    for (auto const& row : page.quarantined)
        check_quarantined(row, elements.has_value());
    expect(page.unknown.size() <= 201, "the names of strangers are bounded");
    for (auto const& [name, count] : page.unknown)
        expect(is_one_printable_line(name) && name.size() < 400 && count > 0,
               "a stranger's name is printable", name);
    if (elements)
        check_against(*elements, page);
}

}  // namespace
}  // namespace sasyncd::fuzz

extern "C" int LLVMFuzzerTestOneInput(unsigned char const* data, std::size_t size) {
    using namespace sasyncd;
    static PageParser used;
    std::string const body(fuzz::text_of(data, size));
    auto const page = PageParser().parse(body);
    fuzz::check_same(page, used.parse(body));
    if (page)
        fuzz::check_page(*page, fuzz::expected_rows(body));
    else
        fuzz::check_error(page.error());
    auto const files = used.parse(body, Listing::malicious_files);
    if (!files)
        fuzz::check_error(files.error());
    return 0;
}
