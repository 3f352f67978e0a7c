#include "fuzz/page_oracle.hpp"

#include "aliyun/row_fields.hpp"
#include "base/text.hpp"
#include "findings/key.hpp"

#include <simdjson.h>

#include <algorithm>
#include <cctype>
#include <limits>
#include <set>

namespace sasyncd::fuzz {

namespace {

namespace dom = simdjson::dom;

std::set<Text> const kKeyTexts = {
    Text::malicious_md5, Text::file_path, Text::layer,      Text::digest,       Text::repo_instance_id,
    Text::repo_id,       Text::tag,       Text::cluster_id, Text::container_id, Text::target_type,
    Text::target_id,     Text::host_uuid, Text::image_uuid};

/// As the parser repairs: first bytes that are no UTF-8, then escapes.
bool parse(std::string& body, dom::parser& parser, dom::element& root) {
    auto error = parser.parse(body).get(root);
    if (error == simdjson::UTF8_ERROR || error == simdjson::UNESCAPED_CHARS) {
        std::size_t repairs = 0;
        body = repaired_utf8(body, repairs);
    }
    repair_escapes(body);
    return parser.parse(body).get(root) == simdjson::SUCCESS && root.is_object();
}

std::string as_stored(Text field, std::string_view text) {
    if (field == Text::download_url)
        return std::string(text.substr(0, text.find_first_of("?#")));
    if (field != Text::high_light)
        return std::string(text);
    auto const json = trimmed_json(text);
    if (json.empty() || json == "null")
        return {};
    CanonicalJson canonical;
    std::uint32_t repaired = 0;
    auto stored = canonical.of(json, repaired);
    if (!stored)
        append_json_string(stored.emplace(), json);
    return *stored;
}

/// A number is kept as it is written, which the tree no longer tells.
void read_no_text(Text field, dom::element const& value, ExpectedRow& expected) {
    expected.is_told[static_cast<std::size_t>(field)] = false;
    expected.is_sure = expected.is_sure && value.type() != dom::element_type::DOUBLE;
    bool const is_integer =
        value.type() == dom::element_type::INT64 || value.type() == dom::element_type::UINT64;
    if (is_integer)
        expected.row.set(field, "1");
}

void read_text(Text field, dom::element const& value, ExpectedRow& expected) {
    std::string_view text;
    if (value.get_string().get(text) == simdjson::SUCCESS)
        expected.row.set(field, as_stored(field, text));
    else if (value.is_null())
        return;
    else if (kKeyTexts.contains(field) && expected.reason.empty())
        expected.reason = std::string(kTextNames[static_cast<std::size_t>(field)]) + " is not text";
    else if (!kKeyTexts.contains(field))
        read_no_text(field, value, expected);
}

void read_number(RowField field, dom::element const& value, ExpectedRow& expected) {
    std::int64_t number = 0;
    if (value.is_null())
        return;
    if (value.type() != dom::element_type::INT64 || value.get_int64().get(number) != simdjson::SUCCESS) {
        expected.are_numbers_told = false;
        return;
    }
    SystemTime const time{std::chrono::milliseconds(number)};
    bool const is_plausible = number >= 1'262'304'000'000 && number <= 4'102'444'800'000;
    bool const is_small = number >= std::numeric_limits<std::int32_t>::min() &&
                          number <= std::numeric_limits<std::int32_t>::max();
    if (field == RowField::event_id)
        expected.row.event_id = number;
    else if (field == RowField::status && is_small)
        expected.row.status = static_cast<std::int32_t>(number);
    else if (field == RowField::first_scan && is_plausible)
        expected.row.first_scan = time;
    else if (field == RowField::latest_scan && is_plausible)
        expected.row.latest_scan = time;
    else if (field == RowField::latest_verify && is_plausible)
        expected.row.latest_verify = time;
}

/// What no index takes.
void find_too_long(ExpectedRow& expected) {
    for (auto const field : {Text::malicious_md5, Text::level, Text::repo_region_id, Text::repo_instance_id,
                             Text::repo_name, Text::repo_namespace})
        if (expected.row[field].size() > 512 && expected.reason.empty())
            expected.reason =
                std::string(kTextNames[static_cast<std::size_t>(field)]) + " is longer than 512 bytes";
    if (expected.reason.empty() && image_key_of(expected.row)->text.size() > 1024)
        expected.reason = "the image's key is longer than 1024 bytes";
}

ExpectedRow expected_row(dom::element const& element) {
    ExpectedRow expected;
    expected.is_told.assign(kTextCount, true);
    dom::object object;
    if (element.get_object().get(object) != simdjson::SUCCESS) {
        expected.reason = "row is no object";
        return expected;
    }
    for (auto const& [name, value] : object) {
        for (std::size_t i = 0; i < kRowFieldCount; ++i) {
            auto const field = static_cast<RowField>(i);
            if (row_field_name(i) != name)
                continue;
            if (is_text(field))
                read_text(static_cast<Text>(i), value, expected);
            else
                read_number(field, value, expected);
        }
    }
    if (expected.reason.empty() && expected.row[Text::malicious_md5].empty())
        expected.reason = "no MaliciousMd5";
    else if (expected.reason.empty() && !image_key_of(expected.row))
        expected.reason = "nothing to tell the image by";
    else if (expected.reason.empty())
        find_too_long(expected);
    return expected;
}

bool is_secret(std::string_view text) {
    auto const lower = lower_case(text);
    for (auto const* marker : {"signature=", "ossaccesskeyid=", "security-token="})
        if (lower.find(marker) != std::string::npos)
            return true;
    auto const id = text.find("LTAI");
    return id != std::string_view::npos && text.size() >= id + 10 &&
           std::all_of(text.begin() + static_cast<std::ptrdiff_t>(id),
                       text.begin() + static_cast<std::ptrdiff_t>(id + 10),
                       [](unsigned char c) { return std::isalnum(c) != 0; });
}

bool keeps_secret(dom::element const& value) {
    dom::object object;
    dom::array array;
    std::string_view text;
    if (value.get_string().get(text) == simdjson::SUCCESS)
        return is_secret(text);
    if (value.get_array().get(array) == simdjson::SUCCESS)
        return std::any_of(array.begin(), array.end(), [](auto const& item) { return keeps_secret(item); });
    if (value.get_object().get(object) != simdjson::SUCCESS)
        return false;
    for (auto const& [name, member] : object) {
        bool const is_link =
            name == "DownloadUrl" && member.get_string().get(text) == simdjson::SUCCESS && text != "cut";
        if (is_link || is_secret(name) || keeps_secret(member))
            return true;
    }
    return false;
}

}  // namespace

bool keeps_secret(std::string_view json) {
    dom::parser parser;
    dom::element root;
    if (parser.parse(json.data(), json.size()).get(root) != simdjson::SUCCESS)
        return is_secret(json);
    return keeps_secret(root);
}

std::optional<std::vector<ExpectedRow>> expected_rows(std::string body) {
    if (body.starts_with("\xEF\xBB\xBF"))
        body.erase(0, 3);
    dom::parser parser;
    dom::element root;
    dom::element response;
    dom::array rows;
    if (!parse(body, parser, root) ||
        root["AffectedMaliciousFileImagesResponse"].get(response) != simdjson::SUCCESS)
        return std::nullopt;
    if (response.get_array().get(rows) != simdjson::SUCCESS &&
        response["AffectedMaliciousFileImage"].get_array().get(rows) != simdjson::SUCCESS)
        return std::nullopt;
    std::vector<ExpectedRow> expected;
    for (auto const element : rows)
        expected.push_back(expected_row(element));
    return expected;
}

}  // namespace sasyncd::fuzz
