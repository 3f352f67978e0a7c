#pragma once

#include "base/error.hpp"
#include "sweep/part.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>

namespace sasyncd {

enum class Verdict : std::uint8_t { whole, partial, refused, interrupted };

[[nodiscard]] std::string_view to_string(Verdict verdict);

/// What one region reported when asked with a page of size 1, against what the walk saw there.
struct RegionCount {
    std::int64_t seen = 0;
    std::int64_t reported = 0;
    std::int64_t confirmed =
        0;                    ///< surplus of reported over seen that a whole walk of the region did not find
    std::int64_t hidden = 0;  ///< keys that only asking for the region brought: "all" leaves them out
    bool is_honoured = true;  ///< false: the filter brought rows of another region
    bool is_answered = true;  ///< false: asked in vain, and what it holds is not known
    bool is_apart = false;    ///< it may show what "all" does not: its suspects are asked for there too
    std::string refused;      ///< why the API would not answer for it; empty where it did
};

/// The evidence that a walk gathered, and its verdict. Column by column what `sas.walk` shows.
struct Certificate {
    Verdict verdict = Verdict::partial;
    std::string reason;               ///< why it is not whole; empty where it is
    std::optional<Error> stopped_by;  ///< the failure that ended it, where one did; not stored
    std::uint32_t page_size_asked = 0;
    std::uint32_t page_size_served = 0;  ///< the most rows that one page brought
    std::uint64_t pages = 0;
    std::uint64_t requests = 0;  ///< every attempt: pages, probes, questions, controls, retries
    std::uint64_t retries = 0;
    std::optional<std::int64_t> total_first;
    std::optional<std::int64_t> total_last;
    std::uint64_t total_changes = 0;
    std::uint64_t rows = 0;
    std::uint64_t keys = 0;
    std::uint64_t keys_twice = 0;  ///< keys met on more than one page: the data moved
    std::uint64_t folded = 0;      ///< rows that shared a key and differed
    std::uint64_t quarantined = 0;
    std::map<std::string, RegionCount> regions;
    std::uint64_t suspects = 0;
    std::uint64_t asked = 0;
    std::uint64_t closed = 0;     ///< occurrences
    std::uint64_t left_open = 0;  ///< suspects about which nothing could be decided
    std::uint64_t held = 0;
    std::string control_request_id;
    std::string first_request_id;
    std::string last_request_id;
    std::string keys_digest;  ///< order does not matter: two walks of equal keys have equal digests
    std::string notes;        ///< slices walked, splitting, filters not honoured: one line
    PartOutcome outcome;      ///< summed over the parts
};

}  // namespace sasyncd
