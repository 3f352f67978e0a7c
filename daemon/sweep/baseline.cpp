#include "sweep/baseline.hpp"

#include <algorithm>

namespace sasyncd {

namespace {

constexpr std::uint32_t kEmpty = UINT32_MAX;

}  // namespace

void Baseline::add(StoredOccurrence const& occurrence) {
    if ((entries_.size() + 1) * 5 > slots_.size() * 4)
        grow();
    entries_.push_back(occurrence);
    place(static_cast<std::uint32_t>(entries_.size() - 1));
}

StoredOccurrence* Baseline::find(Key const& key) {
    if (slots_.empty())
        return nullptr;
    auto const mask = slots_.size() - 1;
    for (auto slot = static_cast<std::size_t>(key.low) & mask; slots_[slot] != kEmpty;
         slot = (slot + 1) & mask)
        if (auto& entry = entries_[slots_[slot]]; entry.key == key)
            return &entry;
    return nullptr;
}

std::uint16_t Baseline::source_index(std::int64_t source_id) {
    auto const found = std::find(sources.begin(), sources.end(), source_id);
    auto const index = found - sources.begin();
    if (found == sources.end())
        sources.push_back(source_id);
    return static_cast<std::uint16_t>(index);
}

void Baseline::grow() {
    slots_.assign(std::max<std::size_t>(64, slots_.size() * 2), kEmpty);
    for (std::uint32_t i = 0; i < entries_.size(); ++i)
        place(i);
}

void Baseline::place(std::uint32_t entry) {
    auto const mask = slots_.size() - 1;
    auto slot = static_cast<std::size_t>(entries_[entry].key.low) & mask;
    while (slots_[slot] != kEmpty)
        slot = (slot + 1) & mask;
    slots_[slot] = entry;
}

}  // namespace sasyncd
