#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

namespace sasyncd::simulator {

// Deterministic on every machine and library, unlike the distributions of <random>.
class Random {
public:
    explicit Random(std::uint64_t seed) : state_{seed} {}
    Random(std::uint64_t seed, std::uint64_t stream) : state_{mix(seed) ^ mix(stream + 0x51ed270b)} {}

    std::uint64_t next() {
        state_ += 0x9e3779b97f4a7c15;
        return mix(state_);
    }

    std::uint64_t below(std::uint64_t bound) { return bound == 0 ? 0 : next() % bound; }
    bool chance(unsigned percent) { return below(100) < percent; }

    template <typename Container>
    auto const& pick(Container const& from) {
        return from[static_cast<std::size_t>(below(from.size()))];
    }

    std::string hex(std::size_t digits) {
        std::string out;
        out.reserve(digits + 16);
        while (out.size() < digits) {
            std::uint64_t bits = next();
            for (int i = 0; i < 16; ++i, bits >>= 4) {
                out += "0123456789abcdef"[bits & 15];
            }
        }
        out.resize(digits);
        return out;
    }

private:
    static std::uint64_t mix(std::uint64_t z) {
        z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
        z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
        return z ^ (z >> 31);
    }

    std::uint64_t state_;
};

}  // namespace sasyncd::simulator
