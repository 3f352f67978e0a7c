#pragma once

#include "sweep/piece.hpp"

namespace sasyncd {

/// The slices that "all" leaves something out of, as filters: each Status, and both values of ScanRange together.
[[nodiscard]] std::vector<Parameters> slices_of(SourceMemory const& memory);

/// Does "all" mean all? With pages of size 1, compares TotalCount without Status to the sum over Status 0 to 3, and
/// without ScanRange to ScanRange = container, image. Sets the flags of `memory` where slices exceed the whole, twice
/// in a row, since the data may move between two calls. False where the site gave no answer.
[[nodiscard]] Task<bool> compare_slices(PageReader& reader, Parameters filter, SourceMemory& memory);

}  // namespace sasyncd
