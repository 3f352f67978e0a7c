#pragma once

#include "store/fold.hpp"
#include "store/occurrence_events.hpp"

#include <unordered_map>
#include <vector>

namespace sasyncd {

/// What the rows of a part did to the tables of occurrences; the fold and the events follow from it.
struct WrittenRows {
    Records added;  ///< not on record before
    std::vector<OccurrenceChange> changes;
    std::vector<MovedPlace> moved;
    std::vector<GoneRow> gone;
    std::vector<Key> touched;   ///< finding keys, with repetitions
    std::vector<Key> replaced;  ///< of these, those whose image and repository may be others now
    std::unordered_map<Key, Key, KeyHash> finding_of_changed;
    std::size_t regressed = 0;  ///< told to `events` already
    std::uint64_t count = 0;    ///< rows written
};

/// Writes the occurrences of one part, in key order, so that two writers cannot deadlock.
class PartWriter {
public:
    /// `fresh_is_new`: none of the fresh rows can be on record, so they are not looked up.
    PartWriter(Transaction& transaction, Place const& place, Part const& part, bool fresh_is_new,
               OccurrenceEvents& events)
        : transaction_(transaction),
          place_(place),
          part_(part),
          fresh_is_new_(fresh_is_new),
          events_(events) {}

    /// Once.
    [[nodiscard]] WrittenRows write();

private:
    void write_fresh();
    void write_changed();
    void write_times();
    void write_regressed();
    void write_adopted();
    void write_gone();

    Transaction& transaction_;
    Place const& place_;
    Part const& part_;
    bool fresh_is_new_;
    OccurrenceEvents& events_;
    Records on_record_;  ///< changed ones, and fresh ones that come back
    WrittenRows written_;
};

}  // namespace sasyncd
