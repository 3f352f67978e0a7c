#include "service/source_table.hpp"

#include "base/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace sasyncd {

namespace {

using Cells = std::vector<std::string>;

Cells const kHead = {"source",    "verdict",  "pages",  "rows", "opened",    "changed",
                     "rescanned", "suspects", "closed", "held", "left open", "time"};
Cells const kDryHead = {"source",       "verdict",  "pages",       "rows",       "would open", "would change",
                        "would rescan", "suspects", "would close", "would hold", "left open",  "time"};
constexpr std::string_view kDryMark =
    "Dry run: nothing was written. What would open, change, rescan, close and be held "
    "is counted in rows.\n";
constexpr std::size_t kLeftAligned = 2;  // the first columns, which are words
constexpr std::array<std::string_view, 6> kAlwaysShown = {"pages",      "rows",   "opened",
                                                          "would open", "closed", "would close"};

/// The nine counts of a row; adding them makes the line of sums.
using Counts = std::array<std::uint64_t, 9>;

Counts counts_of(Certificate const& c) {
    return {c.pages,
            c.rows,
            c.outcome.opened + c.outcome.reopened,
            c.outcome.changed,
            c.outcome.rescanned,
            c.suspects,
            c.outcome.closed,
            c.held,
            c.left_open};
}

Cells cells_of(std::string source, std::string_view verdict, Counts const& counts, std::string time,
               TextStyle const& style) {
    Cells cells = {std::move(source), std::string(verdict)};
    for (auto const count : counts)
        cells.push_back(grouped(count, style));
    cells.push_back(std::move(time));
    return cells;
}

std::string line_of(Cells const& cells, std::vector<std::size_t> const& widths) {
    std::string line;
    for (std::size_t i = 0; i < cells.size(); ++i) {
        line += i == 0 ? "" : "  ";
        line += i < kLeftAligned ? left_aligned(cells[i], widths[i]) : right_aligned(cells[i], widths[i]);
    }
    return line + "\n";
}

std::vector<std::size_t> widths_of(std::vector<Cells> const& table) {
    std::vector<std::size_t> widths(table.front().size(), 0);
    for (auto const& cells : table)
        for (std::size_t i = 0; i < cells.size(); ++i)
            widths[i] = std::max(widths[i], columns(cells[i]));
    return widths;
}

std::size_t sum_of(std::vector<std::size_t> const& widths) {
    std::size_t sum = 2 * (widths.size() - 1);
    for (auto const width : widths)
        sum += width;
    return sum;
}

bool is_all_zeros(std::vector<Cells> const& table, std::size_t column) {
    return std::all_of(table.begin() + 1, table.end(),
                       [&](Cells const& cells) { return cells[column] == "0"; });
}

/// Takes columns of zeros out, from the right, until the table fits.
void narrow(std::vector<Cells>& table, std::size_t width) {
    for (auto column = table.front().size(); column-- > 0 && sum_of(widths_of(table)) > width;) {
        auto const& name = table.front()[column];
        bool const is_kept = std::find(kAlwaysShown.begin(), kAlwaysShown.end(), name) != kAlwaysShown.end();
        if (is_kept || !is_all_zeros(table, column))
            continue;
        for (auto& cells : table)
            cells.erase(cells.begin() + static_cast<std::ptrdiff_t>(column));
    }
}

std::string rule(std::vector<std::size_t> const& widths, TextStyle const& style) {
    std::string line;
    for (std::size_t i = 0; i < widths.size(); ++i) {
        line += i == 0 ? "" : "  ";
        for (std::size_t j = 0; j < widths[i]; ++j)
            line += style.is_utf8 ? "─" : "-";
    }
    return line + "\n";
}

Cells sums_of(std::vector<SourceResult> const& results, TextStyle const& style) {
    Counts sums{};
    for (auto const& result : results) {
        auto const counts = counts_of(result.certificate);
        for (std::size_t i = 0; i < sums.size(); ++i)
            sums[i] += counts[i];
    }
    return cells_of("all", "", sums, "", style);
}

std::string_view verdict_of(SourceResult const& result) {
    return result.is_not_entitled ? "not entitled" : to_string(result.certificate.verdict);
}

std::string why_held(SourceResult const& result, TableKind kind) {
    auto const count = result.certificate.held;
    auto const what = fmt::format("{} {}", count, count == 1 ? "occurrence" : "occurrences");
    if (kind == TableKind::dry_run)
        return fmt::format("{}: the fuse would hold {} open that did not come any more\n", result.source,
                           what);
    return fmt::format(
        "{}: held: {} did not come any more, too many to be closed unseen; look at them, then run "
        "sasyncd release {}\n",
        result.source, what, result.source);
}

std::string reasons(std::vector<SourceResult> const& results, TableKind kind) {
    std::string text;
    for (auto const& result : results) {
        auto const reason = printable(result.certificate.reason, 500);
        if (result.is_not_entitled)
            text +=
                fmt::format("{}: not entitled: the account has nothing on this site, and it refuses; {}\n",
                            result.source, reason);
        else if (!reason.empty())
            text += fmt::format("{}: {}: {}\n", result.source, verdict_of(result), reason);
        if (result.certificate.held > 0)
            text += why_held(result, kind);
    }
    return text.empty() ? "" : "\n" + text;
}

}  // namespace

std::string source_table(std::vector<SourceResult> const& results, TextStyle const& style, TableKind kind) {
    bool const is_dry = kind == TableKind::dry_run;
    auto text = std::string(is_dry ? kDryMark : "");
    if (results.empty())
        return text + "No source was walked.\n";
    std::vector<Cells> table = {is_dry ? kDryHead : kHead};
    for (auto const& result : results)
        table.push_back(cells_of(result.source, verdict_of(result), counts_of(result.certificate),
                                 spoken(result.duration), style));
    bool const has_sums = results.size() > 1;
    if (has_sums)
        table.push_back(sums_of(results, style));
    narrow(table, style.width);

    auto const widths = widths_of(table);
    text += line_of(table.front(), widths) + rule(widths, style);
    for (std::size_t i = 1; i < table.size(); ++i) {
        if (has_sums && i + 1 == table.size())
            text += rule(widths, style);
        text += line_of(table[i], widths);
    }
    return text + reasons(results, kind);
}

}  // namespace sasyncd
