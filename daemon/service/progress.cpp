#include "service/progress.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace sasyncd {

namespace {

constexpr std::size_t kWidestBar = 24;
constexpr std::size_t kNarrowestBar = 6;

std::string counted(std::uint64_t number, std::string_view noun, TextStyle const& style) {
    return fmt::format("{} {}{}", grouped(number, style), noun, number == 1 ? "" : "s");
}

bool has_passed(SourceProgress const& progress) {
    return progress.expected > 0 && progress.rows > progress.expected;
}

/// "1 220 / 2 000 rows  page 61", or what is being asked.
std::string counts_of(SourceProgress const& progress, TextStyle const& style) {
    if (progress.phase == SourceProgress::Phase::asking)
        return fmt::format("{} / {}", grouped(progress.asked, style),
                           counted(progress.questions, "question", style));
    bool const is_known = progress.expected > 0 && !has_passed(progress);
    auto const rows = is_known ? fmt::format("{} / {}", grouped(progress.rows, style),
                                             counted(progress.expected, "row", style))
                               : counted(progress.rows, "row", style);
    return fmt::format("{}  page {}", rows, grouped(progress.pages, style));
}

std::string bar_of(SourceProgress const& progress, std::size_t width, TextStyle const& style) {
    if (progress.phase == SourceProgress::Phase::asking)
        return bar(progress.asked, progress.questions, width, style);
    return bar(progress.rows, progress.expected, width, style);
}

/// The same for all sources and all counts, so that nothing jumps: what is left beside the name, the share and room
/// for the counts.
std::size_t bar_width(std::size_t name_width, TextStyle const& style) {
    std::size_t const counts = style.width >= 80 ? 40 : 28;
    auto const rest = name_width + counts + 11;
    return style.width > rest ? std::min(kWidestBar, style.width - rest) : 0;
}

/// What changed, or would have, without zeros: ", 12 opened, 3 closed".
std::string outcome_of(SourceProgress const& progress, TextStyle const& style) {
    auto const& outcome = progress.outcome;
    std::string text;
    auto const add = [&](std::uint64_t number, std::string_view done, std::string_view to_do) {
        if (number > 0)
            text += fmt::format(", {} {}", grouped(number, style), progress.is_dry_run ? to_do : done);
    };
    add(outcome.opened, "opened", "to open");
    add(outcome.reopened, "reopened", "to reopen");
    add(outcome.changed, "changed", "to change");
    add(outcome.rescanned, "rescanned", "to rescan");
    add(outcome.closed, "closed", "to close");
    add(progress.held, "held", "to hold");
    if (!text.empty())
        return text;
    return progress.is_dry_run ? ", nothing to change" : ", nothing changed";
}

}  // namespace

int percent_of(SourceProgress const& progress) {
    bool const is_asking = progress.phase == SourceProgress::Phase::asking;
    auto const part = is_asking ? progress.asked : progress.rows;
    auto const whole = is_asking ? progress.questions : progress.expected;
    if (whole == 0 || part > whole)
        return -1;
    auto const share = 100 * static_cast<double>(part) / static_cast<double>(whole);
    return std::min(99, static_cast<int>(share));
}

std::string live_line(SourceProgress const& progress, std::size_t name_width, TextStyle const& style) {
    auto const percent = percent_of(progress);
    auto const name = left_aligned(progress.name, name_width);
    auto const share = percent < 0 ? "    " : fmt::format("{:2} %", percent);
    auto const counts = counts_of(progress, style) + (progress.is_throttled ? "  throttled" : "");
    auto const room = style.width > 1 ? style.width - 1 : 0;
    auto const width = bar_width(name_width, style);
    auto const picture = width >= kNarrowestBar ? "  " + bar_of(progress, width, style) : "";
    return clipped(fmt::format("{}{}  {}  {}", name, picture, share, counts), room, style);
}

std::string done_line(SourceProgress const& progress, TextStyle const& style) {
    return fmt::format("{}  {}: {}{} in {}{}", progress.name, to_string(progress.verdict),
                       counted(progress.rows, "row", style), outcome_of(progress, style),
                       spoken(progress.duration), progress.reason.empty() ? "" : "; " + progress.reason);
}

std::string plain_line(SourceProgress const& progress) {
    if (progress.phase == SourceProgress::Phase::asking)
        return fmt::format("{}: {} of {} questions answered", progress.name, progress.asked,
                           progress.questions);
    auto const percent = percent_of(progress);
    auto const share = percent < 0 ? "" : fmt::format(" ({} %)", percent);
    auto const of = percent < 0 ? "" : fmt::format(" of {}", progress.expected);
    return fmt::format("{}: page {}, {}{} rows{}", progress.name, progress.pages, progress.rows, of, share);
}

}  // namespace sasyncd
