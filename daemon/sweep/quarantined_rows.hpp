#pragma once

#include "sweep/page_reader.hpp"

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <map>
#include <string>
#include <unordered_set>
#include <vector>

namespace sasyncd {

/// The rows of a walk that cannot be stored, each once, however often it came. A field that the API renames makes all of
/// a million rows such ones: the payloads of the first thousand are kept, of the others no more than a digest.
class QuarantinedRows {
public:
    static constexpr std::size_t kMostPayloads = 1000;

    QuarantinedRows() = default;
    QuarantinedRows(std::initializer_list<QuarantinedRow> rows) {
        for (auto const& row : rows)
            add(row);
    }

    void add(QuarantinedRow row);
    [[nodiscard]] std::size_t size() const { return size_; }
    [[nodiscard]] bool contains(std::string const& reason, std::uint64_t digest) const;
    /// The first ones, with what they say.
    [[nodiscard]] std::vector<QuarantinedRow> const& samples() const { return samples_; }

    [[nodiscard]] static std::uint64_t digest_of(QuarantinedRow const& row);

private:
    std::map<std::string, std::unordered_set<std::uint64_t>> digests_;  ///< by reason, of which there are few
    std::size_t size_ = 0;
    std::vector<QuarantinedRow> samples_;
};

}  // namespace sasyncd
