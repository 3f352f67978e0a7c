#pragma once

#include "base/result.hpp"
#include "sweep/options.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace sasyncd {

/// `recording.json`: what was recorded, and the settings that steered it. Holds no secret.
struct RecordingHead {
    std::string version;     ///< of the sasyncd that recorded
    std::string started_at;  ///< for people
    /// What was walked; `account_id` as the credentials told it, empty where they did not.
    std::vector<ScopeOptions> accounts;
    SweepOptions sweep;
};

[[nodiscard]] std::string to_json(RecordingHead const& head);

/// `malformed` where it is none, `rejected` where its format is another version's.
[[nodiscard]] Result<RecordingHead> parse_recording_head(std::string_view json);

/// A line of `sweep.ndjson.gz`: when a transaction was dated, what number a sweep or walk got, or how it all ended.
struct JournalEntry {
    enum class Kind { moment, number, end };
    Kind kind = Kind::moment;
    std::string what;         ///< "publish 1234567890123456/china"
    std::string at;           ///< of a moment, as PostgreSQL reads it: digits and "-:.TZ" only
    std::int64_t number = 0;  ///< of a number; of an end, the exit status
};

[[nodiscard]] std::string to_line(JournalEntry const& entry);

[[nodiscard]] Result<JournalEntry> parse_journal_entry(std::string_view line);

inline constexpr char const* kRecordingHead = "recording.json";
inline constexpr char const* kRecordingJournal = "sweep.ndjson.gz";

/// The file of the calls of one source's site.
[[nodiscard]] std::string recording_file(std::string_view label, Site site);

}  // namespace sasyncd
