#pragma once

#include "base/clock.hpp"
#include "service/svg.hpp"

#include <optional>
#include <string>
#include <vector>

namespace sasyncd {

/// A source, as the page shows it. All text may be a stranger's.
struct PageSource {
    std::string name;
    std::string health;  ///< as in contract.md; "unknown" where the database never told
    bool is_configured = true;
    std::optional<std::chrono::milliseconds> age;         ///< since it was last read whole
    std::optional<std::chrono::milliseconds> proven_age;  ///< since closings were last decided
    std::chrono::milliseconds limit{};
    std::uint64_t open_findings = 0;
    std::uint64_t held = 0;
    std::string last_verdict;
    std::string reason;
    std::string under_way;  ///< "61 %" while it is read, else empty
};

struct PageOpening {
    std::chrono::milliseconds age{};
    std::string level;
    std::string image;
    std::string malware;  ///< its name, or its MD5
    std::string source;
    bool is_reopened = false;
    bool is_present = true;
};

struct PageDifferences {
    std::string account;
    std::uint64_t count = 0;
    std::chrono::milliseconds age{};
};

/// All that the page tells.
struct StatusPage {
    SystemTime made_at;
    std::string version;
    std::string process;  ///< "host:pid"
    std::chrono::milliseconds running_for{};
    std::string last_sweep;
    std::string leads;                                   ///< which of the accounts this process leads
    std::string database_trouble;                        ///< empty where it answers
    std::optional<std::chrono::milliseconds> known_for;  ///< since the database last told; empty: never
    std::vector<PageSource> sources;
    std::vector<DayFigures> days;
    std::vector<PageOpening> openings;
    std::vector<PageDifferences> differences;
};

/// The page at `/`: plain HTML and inline SVG, nothing fetched from elsewhere. The worst comes first.
[[nodiscard]] std::string status_page(StatusPage page);

}  // namespace sasyncd
