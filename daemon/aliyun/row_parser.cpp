#include "aliyun/row_parser.hpp"

#include "aliyun/row_fields.hpp"
#include "aliyun/safe_payload.hpp"
#include "base/text.hpp"
#include "findings/key.hpp"
#include "findings/level.hpp"

#include <fmt/format.h>

#include <charconv>
#include <cmath>
#include <limits>

namespace sasyncd {

namespace {

namespace ondemand = simdjson::ondemand;

constexpr std::int64_t kEarliest = 1'262'304'000'000;  // 2010-01-01, ms
constexpr std::int64_t kLatest = 4'102'444'800'000;    // 2100-01-01, ms
constexpr std::size_t kMaxUnknownValue = 64 * 1024;
constexpr std::size_t kMaxUnknownNames = 200;

/// Strangers choose these names, so neither their length nor their number may be without limit.
void note(Page& page, std::string_view name) {
    auto key = printable(name, 80);
    if (page.unknown.size() >= kMaxUnknownNames && !page.unknown.contains(key))
        key = "…";
    ++page.unknown[key];
}

constexpr bool is_key_text(Text field) {
    switch (field) {
        case Text::malicious_md5:
        case Text::file_path:
        case Text::layer:
        case Text::digest:
        case Text::repo_instance_id:
        case Text::repo_id:
        case Text::tag:
        case Text::cluster_id:
        case Text::container_id:
        case Text::target_type:
        case Text::target_id:
        case Text::host_uuid:
        case Text::image_uuid: return true;
        default: return false;
    }
}

bool is_number_token(std::string_view token) {
    bool const begins = token[0] == '-' ? token.size() > 1 : token[0] >= '0' && token[0] <= '9';
    return begins && token.find_first_not_of("0123456789+-.eE") == std::string_view::npos;
}

/// Whole numbers only, but in any spelling of JSON: 15, 15.0, 1.5e1.
std::optional<std::int64_t> parse_integer(std::string_view text) {
    auto const* const end = text.data() + text.size();
    std::int64_t whole = 0;
    if (auto const [rest, fault] = std::from_chars(text.data(), end, whole); fault == std::errc() && rest == end)
        return whole;
    double number = 0;
    auto const [rest, fault] = std::from_chars(text.data(), end, number);
    constexpr double limit = 9007199254740992;  // beyond it a double no longer tells integers apart
    if (fault != std::errc() || rest != end || !(std::abs(number) <= limit) || number != std::trunc(number))
        return std::nullopt;
    return static_cast<std::int64_t>(number);
}

std::string_view without_query(std::string_view url) { return url.substr(0, url.find_first_of("?#")); }

void store_time(std::size_t index, std::int64_t value, Row& row, Page& page) {
    if (value < kEarliest || value > kLatest)
        return note(page, fmt::format("{}=implausible", row_field_name(index)));
    SystemTime const time{std::chrono::milliseconds(value)};
    switch (static_cast<RowField>(index)) {
        case RowField::first_scan: row.first_scan = time; break;
        case RowField::latest_scan: row.latest_scan = time; break;
        default: row.latest_verify = time;
    }
}

void store_status(std::int64_t value, Row& row, Page& page) {
    if (value < 0 || value > 3)
        note(page, fmt::format("Status={}", value));
    if (value >= std::numeric_limits<std::int32_t>::min() && value <= std::numeric_limits<std::int32_t>::max())
        row.status = static_cast<std::int32_t>(value);
}

}  // namespace

Integer integer_of(ondemand::value& value, std::string_view token) {
    token = trimmed_json(token);
    if (token == "null")
        return {std::nullopt, true};
    if (token.empty() || token[0] != '"')
        return {parse_integer(token), false};
    std::string_view text;
    if (value.get_string().get(text) != simdjson::SUCCESS)
        return {};
    text = trimmed_json(text);
    if (text.empty())
        return {std::nullopt, true};
    return {parse_integer(text), false};
}

simdjson::error_code RowParser::read(ondemand::document& document, ondemand::value& element, Page& page) {
    fault_.clear();
    broken_ = simdjson::SUCCESS;
    auto const token = element.raw_json_token();
    Row row;
    if (token[0] == '{') {
        ondemand::object object;
        if (auto const error = element.get_object().get(object); error)
            return error;
        for (auto field : object) {
            std::string_view name;
            ondemand::value value;
            if (auto const error = field.unescaped_key().get(name); error)
                return error;
            if (auto const error = field.value().get(value); error)
                return error;
            read_field(name, value, row, page);
            if (broken_)
                return broken_;
        }
    } else {
        fault_ = "row is no object";
        std::string_view skipped;
        if (token[0] == '[')
            if (auto const error = simdjson::to_json_string(element).get(skipped); error)
                return error;
        if (token[0] != '[')
            return finish(trimmed_json(token), std::move(row), page), simdjson::SUCCESS;
        return finish(skipped, std::move(row), page), simdjson::SUCCESS;
    }
    char const* end = nullptr;
    if (auto const error = document.current_location().get(end); error)
        return error;
    auto const length = static_cast<std::size_t>(end - token.data());
    finish(trimmed_json(std::string_view(token.data(), length)), std::move(row), page);
    return simdjson::SUCCESS;
}

void RowParser::read_field(std::string_view name, ondemand::value& value, Row& row, Page& page) {
    auto const field = row_field(name);
    auto const index = static_cast<std::size_t>(field);
    if (field == RowField::unknown)
        keep_unknown(name, value, row, page);
    else if (!is_text(field))
        read_number(index, value, row, page);
    else if (static_cast<Text>(index) == Text::high_light)
        read_high_light(value, row, page);
    else
        read_text(index, value, row, page);
}

void RowParser::read_text(std::size_t index, ondemand::value& value, Row& row, Page& page) {
    auto const field = static_cast<Text>(index);
    auto const token = value.raw_json_token();
    if (token[0] == '"') {
        std::string_view text;
        if (value.get_string().get(text) == simdjson::SUCCESS) {
            row[field] = field == Text::download_url ? without_query(text) : text;
            return;
        }
    } else if (auto const bare = trimmed_json(token); bare == "null") {
        return;
    } else if (is_number_token(bare)) {
        row[field] = bare;
        return;
    }
    auto const what = fmt::format("{} is not text", kTextNames[index]);
    if (is_key_text(field))
        fault_ = fault_.empty() ? what : fault_;
    else
        note(page, what);
}

void RowParser::read_high_light(ondemand::value& value, Row& row, Page& page) {
    auto const token = value.raw_json_token();
    std::string_view text;
    if (token[0] == '"') {
        if (value.get_string().get(text) != simdjson::SUCCESS)
            return note(page, "HighLight is not text");
    } else if (token[0] == '{' || token[0] == '[') {
        if ((broken_ = simdjson::to_json_string(value).get(text)))
            return;
    } else {
        text = token;
    }
    if (text = trimmed_json(text); text.empty() || text == "null")
        return;
    auto& stored = row[Text::high_light];
    if (auto canonical = canonical_.of(text, page.repaired); canonical)
        stored = std::move(*canonical);
    else
        append_json_string(stored = {}, text);
}

void RowParser::read_number(std::size_t index, ondemand::value& value, Row& row, Page& page) {
    auto const number = integer_of(value, value.raw_json_token());
    if (number.is_absent)
        return;
    if (!number.value)
        return note(page, fmt::format("{} is no 64-bit number", row_field_name(index)));
    switch (static_cast<RowField>(index)) {
        case RowField::event_id: row.event_id = number.value; break;
        case RowField::status: store_status(*number.value, row, page); break;
        default: store_time(index, *number.value, row, page);
    }
}

void RowParser::keep_unknown(std::string_view name, ondemand::value& value, Row& row, Page& page) {
    note(page, name);
    auto const token = value.raw_json_token();
    std::string_view raw = trimmed_json(token);
    if (token[0] == '{' || token[0] == '[')
        if ((broken_ = simdjson::to_json_string(value).get(raw)))
            return;
    auto canonical = raw.size() <= kMaxUnknownValue ? canonical_.of(raw, page.repaired) : std::nullopt;
    if (!canonical)
        return note(page, fmt::format("{}=unreadable", name));
    if (row.extra.empty())
        row.extra = "{";
    else
        row.extra.back() = ',';
    append_json_string(row.extra, name);
    row.extra += ':';
    row.extra += *canonical;
    row.extra += '}';
}

void RowParser::finish(std::string_view raw, Row&& row, Page& page) {
    if (fault_.empty() && row[Text::malicious_md5].empty())
        fault_ = "no MaliciousMd5";
    if (fault_.empty() && !image_key_of(row))
        fault_ = "nothing to tell the image by";
    if (!fault_.empty()) {
        QuarantinedRow bad{fault_, safe_payload(raw)};
        page.quarantined.push_back(std::move(bad));
        return;
    }
    if (auto const& level = row[Text::level]; level_rank(level) == 4)
        note(page, fmt::format("Level={}", level));
    page.rows.push_back(std::move(row));
}

}  // namespace sasyncd
