#pragma once

#include "sweep/piece.hpp"

namespace sasyncd {

/// Reads, in smaller pieces, what pages that are too deep kept out of reach: by Levels, Status, MaliciousMd5 (of what is
/// on record, and of what the site lists where that is permitted), regions last; a piece that is too deep itself is split by what is left. Goes on until the walk has at
/// least as many keys as `total_count` and each piece reached its end. False where that cannot be had. An error only
/// where the database failed.
[[nodiscard]] Task<Result<bool>> read_in_pieces(PieceContext& context, Parameters filter,
                                                std::uint32_t page_size, std::int64_t total_count);

}  // namespace sasyncd
