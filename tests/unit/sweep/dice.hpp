#pragma once

#include <cstddef>
#include <cstdint>
#include <iterator>

namespace sasyncd {

/// Random numbers that are the same for a seed on every machine and library (splitmix64).
class Dice {
public:
    explicit Dice(std::uint64_t seed) : state_(seed * 0x9e3779b97f4a7c15 + 1) {}

    std::uint64_t next() {
        state_ += 0x9e3779b97f4a7c15;
        auto mixed = state_;
        mixed = (mixed ^ (mixed >> 30)) * 0xbf58476d1ce4e5b9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94d049bb133111eb;
        return mixed ^ (mixed >> 31);
    }
    /// In [0, bound).
    std::size_t below(std::size_t bound) { return bound == 0 ? 0 : static_cast<std::size_t>(next() % bound); }
    /// In [least, most].
    int between(int least, int most) {
        return least + static_cast<int>(below(static_cast<std::size_t>(most - least + 1)));
    }
    bool chance(int percent) { return below(100) < static_cast<std::size_t>(percent); }
    template <class List>
    auto const& pick(List const& list) {
        return list[below(std::size(list))];
    }

private:
    std::uint64_t state_;
};

}  // namespace sasyncd
