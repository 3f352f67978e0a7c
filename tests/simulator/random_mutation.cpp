#include "random_mutation.hpp"

#include "random.hpp"
#include "row_edit.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>

namespace sasyncd::simulator {
namespace {

class RandomMutation {
public:
    RandomMutation(DataSet& set, Generator const& generator, std::uint64_t seed, ChangeReport& report)
        : set_{set}, generator_{generator}, random_{seed, 4711}, report_{report} {}

    void step() {
        const std::uint64_t roll = random_.below(100);
        if (set_.rows().empty() || roll < 15) {
            return add();
        }
        if (roll < 30) {
            return remove();
        }
        if (roll < 40) {
            return reopen();
        }
        change(roll);
    }

    void finish() {
        set_.remove({removed_.begin(), removed_.end()});
        // In a few places, not one by one: each insertion moves all that stands behind it.
        const std::size_t piece = added_.size() / 16 + 1;
        for (std::size_t at = 0; at < added_.size(); at += piece) {
            auto const first = added_.begin() + static_cast<std::ptrdiff_t>(at);
            auto const last = first + static_cast<std::ptrdiff_t>(std::min(piece, added_.size() - at));
            set_.add({first, last}, static_cast<std::size_t>(random_.below(set_.rows().size() + 1)));
        }
    }

private:
    std::uint32_t pick() { return static_cast<std::uint32_t>(random_.below(set_.rows().size())); }

    void add() {
        added_.push_back(generator_.make(set_.generated++));
        report_.added(added_.back());
        report_.kind("add");
    }

    void remove() {
        const std::uint32_t index = pick();
        if (!changed_.contains(index) && removed_.insert(index).second) {
            report_.removed(set_.rows()[index]);
            report_.kind("remove");
        }
    }

    void reopen() {
        for (Row const& row : set_.take_removed(1)) {
            RowEdit edit{row};
            edit.move_time("LatestScanTimestamp", random_.chance(50) ? 86'400'000 : 0);
            added_.push_back(std::move(edit).finish());
            report_.reopened(added_.back());
            report_.kind("reopen");
        }
    }

    void change(std::uint64_t roll) {
        const std::uint32_t index = pick();
        if (removed_.contains(index)) {
            return;
        }
        changed_.insert(index);
        RowEdit edit{set_.rows()[index]};
        report_.kind(apply(edit, roll, set_.rows()[index].kind()));
        report_.changed(set_.rows()[index], edit);
        set_.replace(index, std::move(edit).finish());
    }

    std::string_view apply(RowEdit& edit, std::uint64_t roll, Kind kind) {
        static constexpr std::array<std::string_view, 3> kLevels = {"serious", "suspicious", "remind"};
        if (roll < 60) {
            edit.move_time("LatestScanTimestamp", static_cast<std::int64_t>(1 + random_.below(86'400'000)));
            return "rescan";
        }
        if (roll < 75) {
            edit.set("Status", std::to_string(random_.below(4)));
            return "status";
        }
        if (roll < 85) {
            edit.set_text("Level", random_.pick(kLevels));
            return "level";
        }
        if (roll < 95) {
            // A pod would make a container of an image row.
            edit.set_text(kind == Kind::container ? "Pod" : "InstanceName",
                          fmt::format("moved-{}", random_.hex(5)));
            edit.set_text("IntranetIp", fmt::format("10.0.{}.{}", random_.below(256), random_.below(256)));
            return "moved";
        }
        edit.make_noise(random_);
        return "noise";
    }

    DataSet& set_;
    Generator const& generator_;
    Random random_;
    ChangeReport& report_;
    std::set<std::uint32_t> removed_;
    std::set<std::uint32_t> changed_;
    std::vector<Row> added_;
};

}  // namespace

void mutate_randomly(DataSet& set, Generator const& generator, std::uint64_t count, std::uint64_t seed,
                     ChangeReport& report) {
    RandomMutation mutation{set, generator, seed, report};
    for (std::uint64_t i = 0; i < count; ++i) {
        mutation.step();
    }
    mutation.finish();
}

}  // namespace sasyncd::simulator
