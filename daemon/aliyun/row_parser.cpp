#include "aliyun/row_parser.hpp"

#include "aliyun/json_integer.hpp"
#include "aliyun/json_members.hpp"
#include "aliyun/plain_canonical.hpp"
#include "aliyun/row_fault.hpp"
#include "aliyun/safe_payload.hpp"
#include "base/text.hpp"
#include "findings/level.hpp"

#include <fmt/format.h>

#include <algorithm>
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

std::string_view without_query(std::string_view url) {
    // Letter by letter, `find` is many times as fast as `find_first_of`.
    url = url.substr(0, url.find('?'));
    return url.substr(0, url.find('#'));
}

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
    if (value >= std::numeric_limits<std::int32_t>::min() &&
        value <= std::numeric_limits<std::int32_t>::max())
        row.status = static_cast<std::int32_t>(value);
}

void store_number(std::size_t index, std::int64_t value, Row& row, Page& page) {
    switch (static_cast<RowField>(index)) {
        case RowField::event_id: row.event_id = value; break;
        case RowField::status: store_status(value, row, page); break;
        default: store_time(index, value, row, page);
    }
}

/// Stores what nearly all members are: text that needs no change, and plain digits. Only others are worth a `Cell`.
inline bool store_at_sight(RowField field, std::string_view token, PageText& text, Row& row, Page& page) {
    if (is_plain_text(field) && text.is_plain(token)) {
        row.refer(static_cast<Text>(field), token.substr(1, token.size() - 2));
        return true;
    }
    auto const digits = is_text(field) ? std::nullopt : parse_digits(token);
    if (digits)
        store_number(static_cast<std::size_t>(field), *digits, row, page);
    return digits.has_value();
}

void note_level(Row const& row, Page& page) {
    std::string_view const level = row[Text::level];
    if (level_rank(level) == 4)
        note(page, fmt::format("Level={}", level));
}

}  // namespace

/// A member of a row, and where it goes.
struct RowParser::Cell {
    std::string_view name;  ///< of fields that we do not know
    ondemand::value& value;
    std::string_view token;  ///< as `raw_json_token()` gives it
    PageText& text;
    Row& row;
    Page& page;
};

simdjson::error_code RowParser::read(ondemand::document& document, ondemand::value& element,
                                     std::shared_ptr<PageText> const& text, Page& page) {
    fault_.clear();
    auto const token = element.raw_json_token();
    auto& row = page.rows.emplace_back(text);
    std::string_view raw = trimmed_json(token);
    if (token[0] == '{') {
        if (auto const error = read_cells(element, *text, row, page); error)
            return error;
        if (fault_.empty())
            fault_ = row_fault(row);
        if (fault_.empty())
            return note_level(row, page), simdjson::SUCCESS;
        char const* end = nullptr;
        if (auto const error = document.current_location().get(end); error)
            return error;
        raw = trimmed_json({token.data(), static_cast<std::size_t>(end - token.data())});
    } else if (fault_ = "row is no object"; token[0] == '[') {
        if (auto const error = simdjson::to_json_string(element).get(raw); error)
            return error;
    }
    page.rows.pop_back();
    auto& bad = page.quarantined.emplace_back(QuarantinedRow{fault_, safe_payload(raw)});
    // In fields that nobody has read, and between them.
    page.repaired += repair_escapes(bad.payload);
    std::replace(bad.payload.begin(), bad.payload.end(), '\0', ' ');
    return simdjson::SUCCESS;
}

simdjson::error_code RowParser::read_cells(ondemand::value& element, PageText& text, Row& row, Page& page) {
    auto last = RowField::event_id;
    return each_member(element, [&](ondemand::field& member, std::string_view token) {
        std::string_view name;
        auto field = order_.after(last, member.key().raw());
        if (field == RowField::unknown) {
            if (auto const error = read_name(member, token.data(), text, name); error)
                return error;
            field = row_field(name);
            if (field == RowField::unknown)
                return keep_unknown(Cell{name, member.value(), token, text, row, page});
            order_.learn(last, field);
        }
        last = field;
        if (store_at_sight(field, token, text, row, page))
            return simdjson::SUCCESS;
        return read_cell(field, Cell{name, member.value(), token, text, row, page});
    });
}

simdjson::error_code RowParser::read_cell(RowField field, Cell const& cell) {
    auto const index = static_cast<std::size_t>(field);
    if (!is_text(field))
        return read_number(index, cell);
    return static_cast<Text>(index) == Text::high_light ? read_high_light(cell) : read_text(index, cell);
}

simdjson::error_code RowParser::read_text(std::size_t index, Cell const& cell) {
    auto const field = static_cast<Text>(index);
    if (cell.token[0] == '"') {
        std::string_view text;
        auto const error = cell.text.read(cell.value, cell.token, text);
        if (error == kNeedsRepair)
            return error;
        if (!error) {
            cell.row.refer(field, field == Text::download_url ? without_query(text) : text);
            return simdjson::SUCCESS;
        }
    } else if (auto const bare = trimmed_json(cell.token); bare == "null") {
        return simdjson::SUCCESS;
    } else if (is_number_token(bare) && !is_key_text(field)) {
        cell.row.refer(field, bare);
        return simdjson::SUCCESS;
    }
    auto what = fmt::format("{} is not text", kTextNames[index]);
    if (!is_key_text(field))
        note(cell.page, what);
    else if (fault_.empty())
        fault_ = std::move(what);
    return simdjson::SUCCESS;
}

simdjson::error_code RowParser::read_high_light(Cell const& cell) {
    auto const token = cell.token;
    if (token[0] == '"' && token.size() > 2 && token.back() == '"') {
        auto const escaped = token.substr(1, token.size() - 2);
        auto* const room = cell.text.room(escaped.size() + kPlainSlack);
        if (auto const size = plain_canonical(escaped, room); size > 0) {
            cell.row.refer(Text::high_light, {room, size});
            return simdjson::SUCCESS;
        }
    }
    std::string_view json = token;
    if (token[0] == '"') {
        if (auto const error = cell.text.read(cell.value, token, json); error == kNeedsRepair)
            return error;
        else if (error)
            return note(cell.page, "HighLight is not text"), simdjson::SUCCESS;
    } else if (token[0] == '{' || token[0] == '[') {
        if (auto const error = simdjson::to_json_string(cell.value).get(json); error)
            return error;
    }
    if (json = trimmed_json(json); json.empty() || json == "null") {
        if (token[0] == '"')  // a text, unlike null, stands even where the member was there before
            cell.row.refer(Text::high_light, {});
        return simdjson::SUCCESS;
    }
    auto canonical = canonical_.of(json, cell.page.repaired);
    if (!canonical)
        append_json_string(canonical.emplace(), json);
    cell.row.refer(Text::high_light, cell.text.keep(*canonical));
    return simdjson::SUCCESS;
}

simdjson::error_code RowParser::read_number(std::size_t index, Cell const& cell) {
    Integer number;
    if (auto const error = read_integer(cell.value, cell.token, cell.text, number); error)
        return error;
    if (number.value)
        store_number(index, *number.value, cell.row, cell.page);
    else if (!number.is_absent)
        note(cell.page, fmt::format("{} is no 64-bit number", row_field_name(index)));
    return simdjson::SUCCESS;
}

simdjson::error_code RowParser::keep_unknown(Cell const& cell) {
    note(cell.page, cell.name);
    std::string_view raw = trimmed_json(cell.token);
    if (cell.token[0] == '{' || cell.token[0] == '[')
        if (auto const error = simdjson::to_json_string(cell.value).get(raw); error)
            return error;
    auto const canonical =
        raw.size() <= kMaxUnknownValue ? canonical_.of(raw, cell.page.repaired) : std::nullopt;
    if (!canonical)
        return note(cell.page, fmt::format("{}=unreadable", cell.name)), simdjson::SUCCESS;
    auto& extra = cell.row.extra;
    if (extra.empty())
        extra = "{";
    else
        extra.back() = ',';
    std::string member;
    append_json_string(member, cell.name);
    extra.append(without_secrets(member.append(1, ':').append(*canonical))).append(1, '}');
    return simdjson::SUCCESS;
}

}  // namespace sasyncd
