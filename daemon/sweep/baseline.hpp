#pragma once

#include "findings/key.hpp"

#include <cstdint>
#include <deque>
#include <vector>

namespace sasyncd {

/// What the database holds of one present occurrence: 48 bytes, since a site may hold millions.
struct StoredOccurrence {
    Key key;
    std::uint64_t fingerprint = 0;
    std::int64_t latest_scan = kNoTime;  ///< epoch milliseconds
    std::int64_t latest_verify = kNoTime;
    std::uint32_t event_id_digest = 0;  ///< of the API's `Id`; 0: the database holds none
    std::uint16_t source = 0;           ///< index into Baseline::sources
    std::uint8_t flags = 0;
    std::uint8_t piece = 0;  ///< of the walk, modulo 255, that met it last; 0: none

    static constexpr std::int64_t kNoTime = INT64_MIN;
    static constexpr std::uint8_t kSeen = 1;           ///< a page or an answer of this walk brought it
    static constexpr std::uint8_t kSeenUnchanged = 2;  ///< … with just these values
    static constexpr std::uint8_t kRegressed =
        4;                                     ///< an older scan time is already on record for this episode
    static constexpr std::uint8_t kNew = 8;    ///< opened by this walk
    static constexpr std::uint8_t kGone = 16;  ///< closed by this walk

    [[nodiscard]] bool has(std::uint8_t flag) const { return (flags & flag) != 0; }
};
static_assert(sizeof(StoredOccurrence) == 48);

/// All present occurrences of an account and site, by row key. Loaded when a walk begins, kept true to what the walk
/// hands over, dropped at its end.
class Baseline {
public:
    void add(StoredOccurrence const& occurrence);
    /// Null where the key is unknown. Stays valid while entries are added.
    [[nodiscard]] StoredOccurrence* find(Key const& key);
    [[nodiscard]] std::size_t size() const { return entries_.size(); }

    [[nodiscard]] auto begin() const { return entries_.begin(); }
    [[nodiscard]] auto end() const { return entries_.end(); }
    [[nodiscard]] auto begin() { return entries_.begin(); }
    [[nodiscard]] auto end() { return entries_.end(); }

    std::vector<std::int64_t> sources;  ///< source ids of the database, by StoredOccurrence::source

    /// The index of a source id, added where it is new.
    [[nodiscard]] std::uint16_t source_index(std::int64_t source_id);

private:
    void grow();
    void place(std::uint32_t entry);

    // Open addressing over 4-byte indices: 8 bytes an entry at most, against 16 and more of a node-based map.
    std::deque<StoredOccurrence> entries_;
    std::vector<std::uint32_t> slots_;
};

}  // namespace sasyncd
