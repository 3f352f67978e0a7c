#pragma once

#include "unit/sweep/walk_bench.hpp"

#include <string>
#include <vector>

namespace sasyncd {

using Violations = std::vector<std::string>;

/// Where a walk began, to tell afterwards what it did. Usage:
///     WalkChecks checks(bench);
///     auto const certificate = bench.try_walk();
///     for (auto const& violation : checks.after(certificate)) …
class WalkChecks {
public:
    explicit WalkChecks(WalkBench const& bench);

    /// What the walk did against its promises; empty where it kept them.
    [[nodiscard]] Violations after(Result<Certificate> const& certificate) const;
    /// Rows on record that lived throughout the walk, and that nothing but questions showed it.
    [[nodiscard]] std::size_t living_rows_skipped() const;

private:
    using Call = ScriptedSite::Call;

    void check_gone(MemoryLedger::Entry const& entry, Violations& violations) const;
    void check_life(MemoryLedger::Entry const& entry, Violations& violations) const;
    void check_asked(MemoryLedger::Entry const& entry, Violations& violations) const;
    [[nodiscard]] bool was_all_at_page_2(Call const& call) const;
    void check_answer(MemoryLedger::Entry const& entry, Call const* call, char const* which,
                      Violations& violations) const;
    void check_shown_again(MemoryLedger::Entry const& entry, Call const& second,
                           Violations& violations) const;
    void check_certificate(Certificate const& certificate, Violations& violations) const;
    void check_record(Violations& violations) const;
    void check_fuse(Violations& violations) const;

    WalkBench const& bench_;
    std::uint64_t moment_;
    std::size_t calls_;
    std::size_t record_;
    std::size_t irregularities_;
    std::size_t present_;
};

/// What the ledger holds against what the site holds within the source's filter; empty where they are equal.
[[nodiscard]] Violations against_truth(WalkBench const& bench);

}  // namespace sasyncd
