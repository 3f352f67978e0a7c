#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace sasyncd {

/// Something stored that does not follow from what it should follow from.
struct Discrepancy {
    std::string thing;  ///< occurrence, finding, episode, event, walk, daily
    std::string finding_key;
    std::string image;  ///< ImageUuid or what stands for it, and the MD5, where the finding is known
    std::string malicious_md5;
    std::string place;  ///< which one of the finding's; empty where it is the finding itself
    std::string field;
    std::string stored;    ///< empty for nothing
    std::string expected;  ///< likewise
};

struct CheckOutcome {
    std::string_view name;  ///< what is held against what
    std::uint64_t differences = 0;
    std::vector<Discrepancy> shown;  ///< the first of them
};

/// How an account's tables stand to each other, at one moment.
struct Verification {
    std::uint64_t occurrences = 0;
    std::uint64_t findings = 0;
    std::uint64_t episodes = 0;
    std::uint64_t events = 0;
    std::uint64_t walks = 0;
    std::vector<CheckOutcome> checks;

    [[nodiscard]] std::uint64_t differences() const {
        std::uint64_t sum = 0;
        for (auto const& check : checks)
            sum += check.differences;
        return sum;
    }
};

/// What a repair wrote, in rows.
struct Repaired {
    std::uint64_t occurrences = 0;
    std::uint64_t episodes = 0;
    std::uint64_t findings = 0;
    std::uint64_t days = 0;
    std::uint64_t counts = 0;

    [[nodiscard]] std::uint64_t rows() const { return occurrences + episodes + findings + days + counts; }
};

}  // namespace sasyncd
