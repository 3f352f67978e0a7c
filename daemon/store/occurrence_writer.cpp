#include "store/occurrence_writer.hpp"

#include "store/arrays.hpp"
#include "store_sql.hpp"

#include <array>

namespace sasyncd {

namespace {

/// The text fields that `sasync.occurrence` holds: all but the last, the level.
constexpr std::size_t kStaticTexts = kTextCount - 1;
static_assert(static_cast<std::size_t>(Text::level) == kStaticTexts);

std::vector<std::string> const& occurrence_columns() {
    static std::vector<std::string> const columns = {
        "account_id",   "site",        "row_key",        "malicious_md5",
        "image_uuid",   "digest",      "layer",          "file_path",
        "image",        "tag",         "repo_region_id", "repo_instance_id",
        "repo_id",      "repo_name",   "repo_namespace", "cluster_id",
        "cluster_name", "pod",         "container_id",   "instance_name",
        "internet_ip",  "intranet_ip", "host_uuid",      "target_type",
        "target_id",    "target_name", "highlight",      "download_url",
        "extra",        "derived_key"};
    return columns;
}

std::vector<std::string> const& state_columns() {
    static std::vector<std::string> const columns = {
        "account_id", "site",          "row_key",        "finding_key",      "source_id", "fingerprint",
        "event_id",   "first_scan_at", "latest_scan_at", "latest_verify_at", "status",    "level"};
    return columns;
}

char const* or_null(std::string const& text) {
    return text.empty() ? nullptr : text.c_str();
}

template <class T>
std::string digits(std::optional<T> const& number) {
    return number ? std::to_string(*number) : std::string();
}

std::string time_text(std::optional<SystemTime> const& time) {
    return time ? timestamp_text(*time) : std::string();
}

std::int64_t stored(std::uint64_t fingerprint) {
    return static_cast<std::int64_t>(fingerprint);
}

/// What `occurrence_state` takes of a row: kept aside, so that no row is unpacked twice.
struct StateFields {
    explicit StateFields(Row const& row)
        : event_id(row.event_id),
          status(row.status),
          first_scan(row.first_scan),
          latest_scan(row.latest_scan),
          latest_verify(row.latest_verify),
          level(row[Text::level]) {}

    std::optional<std::int64_t> event_id;
    std::optional<std::int32_t> status;
    std::optional<SystemTime> first_scan, latest_scan, latest_verify;
    std::string level;
};

std::vector<StateFields> copy_static(Transaction& transaction, std::string const& schema, Place const& place,
                                     Records const& rows) {
    Transaction::Copy copy(transaction, schema + ".occurrence", occurrence_columns());
    std::vector<StateFields> states;
    states.reserve(rows.size());
    std::vector<char const*> fields;
    std::array<std::string, kStaticTexts>
        texts;  // with a NUL behind them; their room is used again and again
    for (auto const* record : rows) {
        auto const row = record->row.peek();
        auto const key = record->row_key.to_uuid();
        fields = {place.account_id.c_str(), place.site.c_str(), key.c_str()};
        for (std::size_t i = 0; i < kStaticTexts; ++i)
            fields.push_back(or_null(texts[i] = row[static_cast<Text>(i)]));
        fields.push_back(or_null(row.extra));
        fields.push_back(record->image_key.is_derived ? record->image_key.text.c_str() : nullptr);
        copy.write(fields);
        states.emplace_back(row);
    }
    copy.complete();
    return states;
}

void copy_states(Transaction& transaction, std::string const& schema, Place const& place, Records const& rows,
                 std::vector<StateFields> const& states) {
    Transaction::Copy copy(transaction, schema + ".occurrence_state", state_columns());
    auto const source = std::to_string(place.source_id);
    std::vector<char const*> fields;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        auto const& record = *rows[i];
        auto const& state = states[i];
        std::array<std::string, 8> const texts = {record.row_key.to_uuid(),
                                                  record.finding_key.to_uuid(),
                                                  std::to_string(stored(record.fingerprint)),
                                                  digits(state.event_id),
                                                  time_text(state.first_scan),
                                                  time_text(state.latest_scan),
                                                  time_text(state.latest_verify),
                                                  digits(state.status)};
        fields = {place.account_id.c_str(), place.site.c_str(), texts[0].c_str(),
                  texts[1].c_str(),         source.c_str(),     texts[2].c_str()};
        for (std::size_t j = 3; j < texts.size(); ++j)
            fields.push_back(or_null(texts[j]));
        fields.push_back(or_null(state.level));
        copy.write(fields);
    }
    copy.complete();
}

Key key_of(pqxx::row const& row, int column) {
    return Key::from_uuid(text(row, column)).value();
}

}  // namespace

void copy_occurrences(Transaction& transaction, Place const& place, Records const& rows) {
    if (rows.empty())
        return;
    bool const is_refused = flag(transaction.exec(std::string(sql::copy_refused))[0], 0);
    if (is_refused)
        transaction.exec(std::string(sql::copy_detour));
    std::string const schema = is_refused ? "pg_temp" : "sasync";
    auto const states = copy_static(transaction, schema, place, rows);
    copy_states(transaction, schema, place, rows, states);
    if (is_refused)
        transaction.exec(std::string(sql::copy_detour_end));
}

std::vector<OccurrenceChange> update_states(Transaction& transaction, Place const& place,
                                            Records const& rows) {
    ArrayText keys, fingerprints, ids, levels, statuses, firsts, scans, verifies;
    for (auto const* record : rows) {
        auto const row = record->row.peek();
        keys.add(record->row_key);
        fingerprints.add(stored(record->fingerprint));
        ids.add(row.event_id);
        levels.add_text(row[Text::level]);
        statuses.add(row.status);
        firsts.add(row.first_scan);
        scans.add(row.latest_scan);
        verifies.add(row.latest_verify);
    }
    Params params;
    params.add(place.account_id).add(place.site).add(place.source_id);
    for (auto* array : {&keys, &fingerprints, &ids, &levels, &statuses, &firsts, &scans, &verifies})
        params.add(array->take());
    std::vector<OccurrenceChange> changes;
    for (auto const& row : transaction.exec(sql::update_state, params))
        changes.push_back({key_of(row, 0), key_of(row, 1), flag(row, 2), flag(row, 3), text(row, 4),
                           text(row, 5), flag(row, 6), text(row, 7), text(row, 8), flag(row, 9),
                           text(row, 10), text(row, 11)});
    return changes;
}

std::vector<MovedPlace> update_occurrences(Transaction& transaction, Place const& place,
                                           Records const& rows) {
    ArrayText keys, extras;
    std::array<ArrayText, kStaticTexts> texts;
    for (auto const* record : rows) {
        auto const row = record->row.peek();
        keys.add(record->row_key);
        for (std::size_t i = 0; i < kStaticTexts; ++i)
            texts[i].add_text(row[static_cast<Text>(i)]);
        extras.add_text(row.extra);
    }
    Params params;
    params.add(place.account_id).add(place.site).add(keys.take());
    for (auto& array : texts)
        params.add(array.take());
    params.add(extras.take());
    std::vector<MovedPlace> moved;
    for (auto const& row : transaction.exec(sql::update_occurrence, params))
        moved.push_back({key_of(row, 0), text(row, 1), text(row, 2)});
    return moved;
}

std::vector<OccurrenceChange> move_times(Transaction& transaction, Place const& place,
                                         std::vector<TimesMoved> const& moved) {
    ArrayText keys, scans, verifies, ids;
    for (auto const& entry : moved) {
        keys.add(entry.row_key);
        scans.add(entry.latest_scan);
        verifies.add(entry.latest_verify);
        ids.add(entry.event_id);
    }
    Params params;
    params.add(place.account_id).add(place.site);
    for (auto* array : {&keys, &scans, &verifies, &ids})
        params.add(array->take());
    std::vector<OccurrenceChange> changes;
    for (auto const& row : transaction.exec(sql::move_times, params)) {
        OccurrenceChange change;
        change.row_key = key_of(row, 0);
        change.finding_key = key_of(row, 1);
        change.scan_moved = flag(row, 2);
        change.old_scan = text(row, 3);
        change.new_scan = text(row, 4);
        changes.push_back(std::move(change));
    }
    return changes;
}

}  // namespace sasyncd
