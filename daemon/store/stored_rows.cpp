#include "store/stored_rows.hpp"

#include "store_sql.hpp"

namespace sasyncd {

namespace {

constexpr pqxx::result::size_type kPiece = 5'000;

// The columns of verify_rows.sql behind the texts.
constexpr int kStatus = kTextCount;
constexpr int kFirstScan = kStatus + 1;
constexpr int kSite = kStatus + 2;
constexpr int kRowKey = kStatus + 3;
constexpr int kFindingKey = kStatus + 4;
constexpr int kFingerprint = kStatus + 5;
constexpr int kDerivedKey = kStatus + 6;

std::string_view view(pqxx::row const& row, int column) {
    auto const field = row[static_cast<pqxx::row::size_type>(column)];
    return {field.c_str(), field.size()};
}

/// What jsonb prints, without the blanks that it puts behind commas and colons: the form in which it was stored.
std::string without_blanks(std::string_view json) {
    std::string out;
    out.reserve(json.size());
    bool is_in_text = false;
    for (std::size_t i = 0; i < json.size(); ++i) {
        char const c = json[i];
        if (is_in_text && c == '\\') {
            out += c;
            out += json[++i];
            continue;
        }
        if (c == '"')
            is_in_text = !is_in_text;
        if (is_in_text || c != ' ')
            out += c;
    }
    return out;
}

StoredRow judge(pqxx::row const& columns, std::string const& account_id) {
    Row row;
    for (std::size_t i = 0; i < kTextCount; ++i)
        row.refer(static_cast<Text>(i), view(columns, static_cast<int>(i)));
    auto const high_light = without_blanks(row[Text::high_light]);
    row.refer(Text::high_light, high_light);
    if (auto const status = optional_number(columns, kStatus))
        row.status = static_cast<std::int32_t>(*status);
    if (auto const first_scan = optional_number(columns, kFirstScan))
        row.first_scan = SystemTime(std::chrono::milliseconds(*first_scan));

    StoredRow judged;
    judged.site = text(columns, kSite);
    judged.row_key = text(columns, kRowKey);
    judged.finding_key = text(columns, kFindingKey);
    judged.fingerprint = static_cast<std::uint64_t>(number(columns, kFingerprint));
    judged.derived_key = text(columns, kDerivedKey);
    // Once there is a second version of the fingerprint, a row that still has the first one is right as well: the next
    // walk that brings it rewrites it.
    judged.expected_fingerprint = fingerprint(row);
    judged.fingerprint_holds = judged.fingerprint == judged.expected_fingerprint;
    auto const image = image_key_of(row);
    judged.has_image = image.has_value();
    if (!image)
        return judged;
    auto const site = judged.site == to_string(Site::china) ? Site::china : Site::international;
    judged.expected_row_key = row_key(site, *image, row).to_uuid();
    judged.expected_finding_key = finding_key(account_id, *image, row[Text::malicious_md5]).to_uuid();
    judged.expected_derived_key = image->is_derived ? image->text : std::string();
    return judged;
}

}  // namespace

void find_wrong_rows(Transaction& transaction, std::string const& account_id,
                     std::function<void(StoredRow const&)> const& tell) {
    transaction.exec("DECLARE stored NO SCROLL CURSOR FOR " + std::string(sql::verify_rows),
                     Params().add(account_id));
    auto const fetch = "FETCH " + std::to_string(kPiece) + " FROM stored";
    for (;;) {
        auto const rows = transaction.exec(fetch);
        for (auto const& row : rows)
            if (auto const judged = judge(row, account_id); !judged.is_right())
                tell(judged);
        if (rows.size() < kPiece)
            break;
    }
    transaction.exec("CLOSE stored");
}

}  // namespace sasyncd
