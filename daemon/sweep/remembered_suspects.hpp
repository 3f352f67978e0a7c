#pragma once

#include "sweep/ledger.hpp"

#include <unordered_map>

namespace sasyncd {

/// What earlier walks left open, by key. Refers to the start of the walk.
class RememberedSuspects {
public:
    explicit RememberedSuspects(std::vector<SuspectMemory> const& suspects) {
        for (auto const& suspect : suspects)
            by_key_.emplace(suspect.row_key, &suspect);
    }

    /// Null where no earlier walk missed it.
    [[nodiscard]] SuspectMemory const* find(Key const& key) const {
        auto const found = by_key_.find(key);
        return found == by_key_.end() ? nullptr : found->second;
    }
    /// By an operator.
    [[nodiscard]] bool is_released(Key const& key) const {
        auto const* memory = find(key);
        return memory != nullptr && memory->is_released;
    }
    [[nodiscard]] bool is_held(Key const& key) const {
        auto const* memory = find(key);
        return memory != nullptr && memory->is_held && !memory->is_released;
    }
    [[nodiscard]] bool has_been_missed_for(std::chrono::milliseconds time, Key const& key) const {
        auto const* memory = find(key);
        return memory != nullptr && memory->age >= time;
    }

private:
    std::unordered_map<Key, SuspectMemory const*, KeyHash> by_key_;
};

}  // namespace sasyncd
