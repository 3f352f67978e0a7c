#pragma once

#include "service/terminal.hpp"
#include "sweep/certificate.hpp"

#include <chrono>
#include <cstdint>
#include <string>

namespace sasyncd {

/// Where a source stands while it is walked, as text for a person.
struct SourceProgress {
    enum class Phase { walking, asking, done };

    std::string name;
    Phase phase = Phase::walking;
    std::uint64_t pages = 0;
    std::uint64_t rows = 0;
    std::uint64_t expected =
        0;  ///< 0: not known; may be too small, since it may count images instead of rows
    std::uint64_t asked = 0;
    std::uint64_t questions = 0;
    bool is_throttled = false;  ///< since the last page or answer
    bool is_dry_run = false;    ///< nothing is written: the outcome is what would be
    Verdict verdict = Verdict::whole;
    std::string reason;  ///< why it is not whole
    PartOutcome outcome;
    std::uint64_t held = 0;
    std::chrono::milliseconds duration{};
};

/// 0 to 99 while rows are missing; -1 where the expected count is unknown or was passed.
[[nodiscard]] int percent_of(SourceProgress const& progress);

/// One line of at most `style.width - 1` columns, its name padded to `name_width`:
/// `prod/china  ███████░░░░░  61 %  1 220 / 2 000 rows  page 61`.
[[nodiscard]] std::string live_line(SourceProgress const& progress, std::size_t name_width,
                                    TextStyle const& style);

/// The line that stays: `prod/china  whole: 2 000 rows, 12 opened, 3 closed in 14.2 s`, never cut; in a dry run
/// `… 12 to open, 3 to close …`.
[[nodiscard]] std::string done_line(SourceProgress const& progress, TextStyle const& style);

/// For logs, with plain digits: `prod/china: page 61, 1220 of 2000 rows (61 %)`.
[[nodiscard]] std::string plain_line(SourceProgress const& progress);

}  // namespace sasyncd
