#pragma once

#include "sweep/walk.hpp"
#include "unit/sweep/manual_clock.hpp"
#include "unit/sweep/memory_ledger.hpp"
#include "unit/sweep/scripted_site.hpp"
#include "unit/sweep/site_rows.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace sasyncd {

/// Keeps what it is told.
class RecordingObserver final : public Observer {
public:
    void walk_began(Source const& source) override { facts.push_back("began " + source.name()); }
    void page_read(Source const&, std::uint64_t pages, std::uint64_t rows, std::uint64_t expected) override {
        progress.push_back({pages, rows, expected});
    }
    void published(Source const&, PartOutcome const& outcome) override {
        facts.push_back("published");
        outcomes.push_back(outcome);
    }
    void walk_ended(Source const&, Certificate const& certificate, std::chrono::milliseconds) override {
        facts.push_back("ended " + std::string(to_string(certificate.verdict)));
    }

    struct Progress {
        std::uint64_t pages, rows, expected;
    };
    std::vector<std::string> facts;
    std::vector<Progress> progress;
    std::vector<PartOutcome> outcomes;
};

/// One source with all that a walk is made of, on fakes, and no quota to speak of. Usage:
///     WalkBench bench;
///     bench.site.add(image_row(1, 1));
///     auto const certificate = bench.walk();
struct WalkBench {
    explicit WalkBench(std::uint32_t size = 20)
        : page_size(size), leader(ledger.take_lease(std::string(kAccount))) {
        source.label = "prod";
        source.account_id = kAccount;
        options.quota.requests_per_second = 1e6;
    }

    /// What `walk` returns, errors included.
    Result<Certificate> try_walk() {
        options.ask.limit = ask_limit;
        Quota quota(options.quota, clock);
        SteadyReader reader(site, quota, clock, options.walk.attempts, log);
        reader.set_deadline(clock.steady_now() + options.schedule.deadline());
        WalkParts const parts{reader, ledger, observer, clock, log, options};
        return run(sasyncd::walk(parts, source, leader, ++sweeps, page_size), most_steps);
    }
    /// A walk that the database does not stand in the way of.
    Certificate walk() {
        auto certificate = try_walk();
        if (!certificate.has_value()) {
            ADD_FAILURE() << "the walk failed: " << certificate.error().line();
            return {};
        }
        return *certificate;
    }
    /// What the walks have handed over, all parts in one.
    [[nodiscard]] Part handed_over(std::size_t parts_before = 0) const {
        Part all;
        auto const append = [](auto& to, auto const& from) { to.insert(to.end(), from.begin(), from.end()); };
        for (auto i = parts_before; i < ledger.parts().size(); ++i) {
            auto const& part = ledger.parts()[i];
            append(all.fresh, part.fresh);
            append(all.changed, part.changed);
            append(all.times_moved, part.times_moved);
            append(all.regressed, part.regressed);
            append(all.adopted, part.adopted);
            append(all.gone, part.gone);
        }
        return all;
    }

    std::uint32_t page_size;
    std::uint32_t ask_limit = 500;
    std::uint64_t most_steps = kMostSteps;
    std::int64_t sweeps = 0;
    ManualClock clock;
    ScriptedSite site;
    MemoryLedger ledger{clock};
    RecordingObserver observer;
    Log log = silent_log();
    SweepOptions options;
    Source source;
    Leadership leader;
};

}  // namespace sasyncd
