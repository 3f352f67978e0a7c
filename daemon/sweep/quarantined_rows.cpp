#include "sweep/quarantined_rows.hpp"

#include "findings/key.hpp"

#include <utility>

namespace sasyncd {

std::uint64_t QuarantinedRows::digest_of(QuarantinedRow const& row) {
    return digest64(row.payload);
}

void QuarantinedRows::add(QuarantinedRow row) {
    if (!digests_[row.reason].insert(digest_of(row)).second)
        return;
    ++size_;
    if (samples_.size() < kMostPayloads)
        samples_.push_back(std::move(row));
}

bool QuarantinedRows::contains(std::string const& reason, std::uint64_t digest) const {
    auto const found = digests_.find(reason);
    return found != digests_.end() && found->second.contains(digest);
}

}  // namespace sasyncd
