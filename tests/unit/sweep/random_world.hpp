#pragma once

#include "unit/sweep/dice.hpp"
#include "unit/sweep/walk_bench.hpp"

#include <string>
#include <vector>

namespace sasyncd {

/// What a seed makes of a site and its source: drawn once, described in one line.
struct Traits {
    explicit Traits(Dice& dice);

    [[nodiscard]] std::string describe() const;

    int rows = 0;
    int files = 1;  ///< distinct MD5s: few make long answers
    std::uint32_t page_size = 10;
    std::uint32_t in_flight = 1;
    std::uint32_t publish_rows = 1000;
    std::uint32_t ask_limit = 500;
    int moves_between_calls = 0;  ///< per cent of the calls before which something changes
    int moves_between_sweeps = 0;
    int faults = 0;           ///< per cent of the calls that fail
    int lies = 0;             ///< per cent of the sweeps in which the site hides something
    int database_faults = 0;  ///< per cent of the sweeps
    bool overtakes = false;   ///< answers come in any order
    bool cap_changes = false;
    bool may_miscount = false;  ///< TotalCount may be anything but honest
    Parameters filter;
    SiteOptions site;  ///< for the whole of the seed's life
};

/// A site that lives: rows come, go, change, move and come back; calls fail; now and then the site lies.
class RandomWorld {
public:
    explicit RandomWorld(std::uint64_t seed);

    /// Before a sweep: moves, faults and lies for it.
    void begin_sweep();
    /// Before each walk: its calls are counted, and too many throw.
    void begin_walk() { calls_before_ = bench.site.calls().size(); }
    /// No change, no fault and no lie any more.
    void calm_down();

    /// Whether the database was made to fail in this sweep.
    [[nodiscard]] bool database_fails() const { return database_fails_; }
    [[nodiscard]] std::string describe() const;

    Dice dice;
    Traits traits;
    WalkBench bench;

private:
    [[nodiscard]] Row random_row();
    void mutate();
    void change_something(Row& row);
    void lie();
    void upset_database();
    [[nodiscard]] std::optional<Error> random_fault();
    [[nodiscard]] std::size_t any_row() { return dice.below(bench.site.rows().size()); }

    std::uint64_t seed_;
    bool is_calm_ = false;
    std::size_t calls_before_ = 0;
    bool database_fails_ = false;
    std::vector<Row> graveyard_;
    std::string lie_ = "none";
};

}  // namespace sasyncd
