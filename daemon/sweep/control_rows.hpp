#pragma once

#include "sweep/row_outline.hpp"

#include <compare>
#include <cstdint>
#include <map>
#include <optional>
#include <random>
#include <string>
#include <vector>

namespace sasyncd {

/// What a row and the rows that vouch for it should have in common, since a site may leave out just those.
struct Likeness {
    Kind kind = Kind::image;
    std::optional<std::int32_t> status;
    std::string level;

    auto operator<=>(Likeness const&) const = default;
};

/// The rows whose return vouches for answers about suspects: as alike as the site has them.
struct ControlClass {
    enum class Closeness : std::uint8_t { all, kind_and_status, kind, none };

    Closeness closeness = Closeness::none;
    Likeness likeness;  ///< as far as the closeness looks at it, else empty

    auto operator<=>(ControlClass const&) const = default;
    [[nodiscard]] bool includes(Likeness const& row) const;
    /// The class of that closeness that such a row is in.
    [[nodiscard]] static ControlClass of(Likeness row, Closeness closeness);
};

/// A small random sample of the rows that a walk sees, of every likeness.
class ControlRows {
public:
    explicit ControlRows(std::uint64_t seed) : dice_(static_cast<std::minstd_rand::result_type>(seed | 1U)) {}

    void offer(Key const& row_key, Row const& row);

    /// The closest class of which there is a row; empty where the walk saw no row at all.
    [[nodiscard]] std::optional<ControlClass> class_for(Likeness const& suspect) const;
    /// At most `count` rows of the class.
    [[nodiscard]] std::vector<RowOutline> pick(ControlClass const& wanted, std::size_t count) const;

private:
    static constexpr std::size_t kSample = 8;
    static constexpr std::size_t kMostSamples = 256;
    struct Sample {
        std::uint64_t offered = 0;
        std::vector<RowOutline> rows;
    };

    std::map<Likeness, Sample> samples_;
    std::minstd_rand dice_;
};

/// Of a suspect, a control row or a row of an answer.
template <class AnyRow>
[[nodiscard]] Likeness likeness_of(AnyRow const& row) {
    return {row.kind, row.status, row.level};
}

}  // namespace sasyncd
