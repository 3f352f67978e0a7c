#pragma once

#include "sweep/baseline.hpp"
#include "sweep/certificate.hpp"
#include "sweep/part.hpp"

#include <string>
#include <unordered_map>

namespace sasyncd {

/// How a row was met: on a page of the walk, or in an answer that overlaps the walk by intent (a region's probe or
/// walk), where meeting a key again is no sign of movement.
enum class Meeting : std::uint8_t { on_page, again_by_intent };

/// Holds the rows of a walk against the baseline and gathers what is to be published. What it hands over moves into
/// the baseline at once, so that nothing is handed over twice.
class Difference {
public:
    Difference(Baseline& baseline, std::string account_id, Site site, std::int64_t source_id, bool is_initial,
               std::int64_t walk_id);

    struct Met {
        Key row_key;
        bool is_first;           ///< the walk had not met the key before
        bool is_first_in_piece;  ///< nor had this piece of it
    };
    /// From now on rows are of another piece, which may overlap those before.
    void begin_piece() { piece_ = static_cast<std::uint8_t>(piece_ % 255 + 1); }
    Met add(Row const& row, Meeting meeting = Meeting::on_page);

    [[nodiscard]] Key key_of(Row const& row) const;
    [[nodiscard]] bool has_seen(Key const& row_key) const;
    /// On record as present, and not seen by this walk.
    [[nodiscard]] bool is_missing(Key const& row_key) const;

    /// A suspect that ends.
    void close(Gone gone);

    /// Rows of one key that only moved without a newer scan time wait until now, so that two of them cannot flap.
    void settle_deferred();

    [[nodiscard]] std::size_t waiting() const { return part_.rows(); }
    /// The memory that its rows in full take.
    [[nodiscard]] std::size_t waiting_bytes() const { return part_bytes_; }
    /// What waits, as the next part; begins a new one.
    [[nodiscard]] Part take_part();

    /// Present keys of the walked source that no page brought.
    [[nodiscard]] std::vector<Key> suspects() const;

    /// Distinct keys that the walk met so far.
    [[nodiscard]] std::uint64_t keys() const { return keys_; }
    /// Fills rows, keys, keys_twice, folded and keys_digest.
    void tell(Certificate& certificate) const;

private:
    struct Seen;

    void keep(std::vector<OccurrenceRecord>& rows, Row const& row, Seen const& seen);
    void open(Row const& row, Seen const& seen);
    void compare(StoredOccurrence& known, Row const& row, Seen const& seen, Meeting meeting);
    void apply(StoredOccurrence& known, Row const& row, Seen const& seen);

    Baseline& baseline_;
    std::string account_id_;
    Site site_;
    std::uint16_t source_;
    std::uint8_t piece_ = 1;
    Part part_;
    std::size_t part_bytes_ = 0;
    std::unordered_map<Key, PackedRow, KeyHash> deferred_;
    std::uint64_t rows_ = 0;
    std::uint64_t keys_ = 0;
    std::uint64_t keys_twice_ = 0;
    std::uint64_t folded_ = 0;
    Key digest_;
};

}  // namespace sasyncd
