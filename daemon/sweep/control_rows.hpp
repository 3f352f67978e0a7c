#pragma once

#include "sweep/row_outline.hpp"

#include <compare>
#include <cstdint>
#include <map>
#include <optional>
#include <random>
#include <vector>

namespace sasyncd {

/// The rows whose return vouches for answers about suspects of a kind and Status: as alike as the site has them.
struct ControlClass {
    enum class Likeness : std::uint8_t { kind_and_status, kind, none };

    Likeness likeness = Likeness::none;
    Kind kind = Kind::image;             ///< where likeness is not none
    std::optional<std::int32_t> status;  ///< where likeness is kind_and_status

    auto operator<=>(ControlClass const&) const = default;
    [[nodiscard]] bool includes(Kind row_kind, std::optional<std::int32_t> const& row_status) const;
};

/// A small random sample of the rows that a walk sees, of every kind and Status.
class ControlRows {
public:
    explicit ControlRows(std::uint64_t seed) : dice_(static_cast<std::minstd_rand::result_type>(seed | 1U)) {}

    void offer(Key const& row_key, Row const& row);

    /// The closest likeness of which there is a row; empty where the walk saw no row at all.
    [[nodiscard]] std::optional<ControlClass> class_for(Kind kind,
                                                        std::optional<std::int32_t> const& status) const;
    /// At most `count` rows of the class.
    [[nodiscard]] std::vector<RowOutline> pick(ControlClass const& wanted, std::size_t count) const;

private:
    static constexpr std::size_t kSample = 8;
    struct Sample {
        std::uint64_t offered = 0;
        std::vector<RowOutline> rows;
    };

    std::map<std::pair<Kind, std::optional<std::int32_t>>, Sample> samples_;
    std::minstd_rand dice_;
};

}  // namespace sasyncd
