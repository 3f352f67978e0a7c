#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace sasyncd {

/// Keeps lines that say the same over and over from filling a log: ten a minute of a kind are let through, the others
/// counted. Lines are of a kind where they differ in nothing but request ids and small numbers that stand alone, such as
/// attempts and durations.
class Repeats {
public:
    using Time = std::chrono::steady_clock::time_point;

    struct Withheld {
        std::string line;  ///< the first of its minute
        std::uint64_t count = 0;
    };

    /// False where it is to be withheld.
    [[nodiscard]] bool admit(std::string_view line, Time now);
    /// What was withheld in minutes that are over; each is told once.
    [[nodiscard]] std::vector<Withheld> settle(Time now);

private:
    struct Kind {
        Time since;
        int admitted = 0;
        Withheld withheld;
    };

    std::map<std::string, Kind, std::less<>> kinds_;
};

/// What lines of a kind have in common.
[[nodiscard]] std::string kind_of_line(std::string_view line);

}  // namespace sasyncd
