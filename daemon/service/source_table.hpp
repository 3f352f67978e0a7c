#pragma once

#include "service/sweep_results.hpp"
#include "service/terminal.hpp"

#include <string>
#include <vector>

namespace sasyncd {

/// What was done to the database, or, in a dry run, what would have been: then it is counted in rows.
enum class TableKind { done, dry_run };

/// The table of sources at the end of a sweep: source, verdict, pages, rows, opened, changed, rescanned, suspects,
/// closed, held, left open, time; a line of sums under several sources, and below it why a source is not whole.
/// On a terminal too narrow for it, columns that hold only zeros are left out.
/// opened (the reopened ones among them), changed, rescanned and closed count findings, in a dry run rows; the others
/// rows.
[[nodiscard]] std::string source_table(std::vector<SourceResult> const& results, TextStyle const& style,
                                       TableKind kind = TableKind::done);

}  // namespace sasyncd
