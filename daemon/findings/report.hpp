#pragma once

#include "base/clock.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace sasyncd {

/// A time that is not known is empty.
using KnownSpan = std::optional<std::chrono::milliseconds>;

/// An account and site, and how old what is known of it is.
struct ReportedSource {
    std::string account;
    std::string name;
    std::string health;  ///< as in contract.md
    bool is_configured = true;
    KnownSpan age;         ///< since it was last read whole
    KnownSpan proven_age;  ///< since closings were last decided
    std::chrono::milliseconds limit{};
    std::uint64_t open_findings = 0;
    std::uint64_t held = 0;
    std::string reason;
};

/// Open findings of a level, empty for none.
struct ReportedLevel {
    std::string level;
    std::uint64_t open = 0;
    std::uint64_t open_at_begin = 0;  ///< when the period began
    std::uint64_t unhandled = 0;
    std::uint64_t whitelisted = 0;
};

/// What happened on a UTC day.
struct ReportedDay {
    std::chrono::sys_days day;
    std::uint64_t opened = 0;   ///< for the first time, without `initial`
    std::uint64_t initial = 0;  ///< there before the first sweep
    std::uint64_t reopened = 0;
    std::uint64_t closed = 0;        ///< without `out_of_scope`
    std::uint64_t out_of_scope = 0;  ///< left our view
    std::uint64_t open_at_end = 0;
};

/// An image or a repository with open findings.
struct ReportedPlace {
    std::string name;
    std::string account;
    std::uint64_t serious = 0;
    std::uint64_t suspicious = 0;
    std::uint64_t open = 0;
    KnownSpan age;  ///< image: open for so long; repository: since anything in it was scanned
};

struct ReportedFinding {
    std::string image;
    std::string account;
    std::string level;
    std::string malware;
    std::string status;
    std::chrono::milliseconds age{};  ///< since it was recorded
    KnownSpan scanned_age;            ///< since the cloud first scanned it
    bool is_current = true;           ///< its sources are fresh
};

/// Closings of the period that ended the same way: removed, whitelisted, went_on, out_of_scope, source_retired.
struct ReportedEnding {
    std::string kind;
    std::uint64_t count = 0;
    std::uint64_t asked = 0;    ///< proven by two answers
    std::uint64_t walks = 0;    ///< proven by whole walks
    std::uint64_t initial = 0;  ///< of unknown beginning: open for longer than is counted
    std::chrono::milliseconds median{};
    std::chrono::milliseconds ninetieth{};
};

struct ReportedClosing {
    SystemTime at;
    std::string source;
    std::string image;
    std::string malicious_md5;
    std::string reason;
    std::string proof;
    std::string first_request_id;
    std::string closing_request_id;
};

/// A place with open findings that nobody scanned for a week.
struct ReportedBlindSpot {
    std::string kind;  ///< repository or cluster
    std::string name;
    std::string account;
    std::uint64_t open = 0;
    KnownSpan age;  ///< since its last scan
};

/// The first of a list, and how many there are in all.
template <class T>
struct Beginning {
    std::vector<T> items;
    std::uint64_t all = 0;
};

/// All that a report tells, as of one moment.
struct Report {
    SystemTime made_at;  ///< by the database's clock
    std::chrono::sys_days since;
    std::string version;
    std::vector<ReportedSource> sources;
    std::vector<ReportedLevel> levels;  ///< the worst first
    std::vector<ReportedDay> days;      ///< of the period, from the first on record on
    Beginning<ReportedPlace> images;
    Beginning<ReportedPlace> repositories;
    Beginning<ReportedFinding> oldest;
    std::vector<ReportedEnding> endings;
    Beginning<ReportedClosing> closings;  ///< the newest first
    Beginning<ReportedBlindSpot> blind_spots;
};

}  // namespace sasyncd
