#include "bench/figures.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace sasyncd::bench {

namespace {

using Series = std::map<std::string, std::vector<double>>;

constexpr double kMemoryBase = 48.0 * 1024 * 1024;
constexpr double kMemoryOfRow = 64;

Figure figure(std::string id, std::string title, std::string over, std::string under = "") {
    Figure made;
    made.id = std::move(id);
    made.title = std::move(title);
    made.over = std::move(over);
    made.under = std::move(under);
    return made;
}

Figure at_most(double budget, Figure made) {
    made.budget = budget;
    return made;
}

Figure at_least(double budget, Figure made) {
    made.budget = budget;
    made.is_floor = true;
    return made;
}

Figure in_units_of(double constant, Figure made) {
    made.constant = constant;
    return made;
}

/// 100000 as "100 k", 1000000 as "1 M".
std::string size_text(std::uint64_t rows) {
    bool const is_millions = rows % 1'000'000 == 0;
    return is_millions ? fmt::format("{} M", rows / 1'000'000) : fmt::format("{} k", rows / 1000);
}

std::string at(std::string_view series, std::uint64_t rows) {
    return fmt::format("{}/{}", series, rows);
}

std::vector<Figure> first_load(std::uint64_t rows) {
    auto const size = size_text(rows);
    auto const copy = at("copy", rows);
    return {
        at_most(1.5, figure(at("first_load", rows), "first load, " + size + ": / COPY",
                            at("first_load", rows), copy)),
        figure(at("first_load_publishing", rows), "first load, " + size + ": of it publishing: / COPY",
               at("first_load_publishing", rows), copy),
    };
}

std::vector<Figure> sweeps(std::uint64_t rows) {
    auto const first = at("first_load", rows);
    auto const unchanged = "unchanged sweep, " + size_text(rows) + ": ";
    auto const rescanned = "all scanned again, " + size_text(rows) + ": ";
    return {
        at_most(0.2, figure("unchanged", unchanged + "/ first load", at("unchanged", rows), first)),
        figure("unchanged_loading", unchanged + "of it the baseline: / first load",
               at("unchanged_loading", rows), first),
        at_most(16, in_units_of(1024,
                                figure("unchanged_wal", unchanged + "WAL, KiB", at("unchanged_wal", rows)))),
        at_most(0, figure("unchanged_dead", unchanged + "dead tuples", at("unchanged_dead", rows))),
        at_most(0.3, figure("changed", "1 % changed, " + size_text(rows) + ": / first load",
                            at("changed", rows), first)),
        at_most(1.2, figure("rescanned", rescanned + "/ first load", at("rescanned", rows), first)),
        at_least(90, figure("rescanned_hot", rescanned + "HOT updates, %", at("rescanned_hot", rows))),
    };
}

std::vector<Figure> parser(std::uint64_t rows) {
    auto const ours = at("parser", rows);
    return {
        at_least(0.5, figure("parser", "parser: speed / simdjson touching every value",
                             at("parser_touch", rows), ours)),
        figure("parser_read", "parser: speed / simdjson reading every value", at("parser_read", rows), ours),
    };
}

Figure growth(std::uint64_t before, std::uint64_t rows) {
    auto title = fmt::format("unchanged sweep, {} to {}: times the time", size_text(before), size_text(rows));
    return at_most(11,
                   figure(at("growth", rows), std::move(title), at("growth", rows), at("growth", before)));
}

std::vector<Figure> large_sweeps(std::uint64_t rows) {
    auto const size = size_text(rows);
    auto const allowed = kMemoryBase + kMemoryOfRow * static_cast<double>(rows);
    auto const unit = ": resident / (48 MiB + 64 B a row)";
    auto const first = at("peak_first_load", rows);
    auto const unchanged = at("peak_unchanged", rows);
    return {
        at_most(16, in_units_of(1024, figure("unchanged_wal_large", "unchanged sweep, " + size + ": WAL, KiB",
                                             at("unchanged_wal", rows)))),
        at_most(1, in_units_of(allowed, figure("memory_first_load", "first load, " + size + unit, first))),
        at_most(1, in_units_of(allowed,
                               figure("memory_unchanged", "unchanged sweep, " + size + unit, unchanged))),
    };
}

/// The quotas that were tried and the questions that were asked are known from their series.
std::vector<Figure> quotas_and_views(Series const& series) {
    std::string const wall = "quota_wall_";
    std::vector<Figure> figures;
    for (auto const& [name, values] : series) {
        auto const kind = name.substr(0, name.find('/'));
        if (name.starts_with(wall)) {
            auto const rate = kind.substr(wall.size());
            auto title = rate + " calls/s, 200 ms each: wall / (calls / q)";
            auto due = "quota_due_" + name.substr(wall.size());
            figures.push_back(at_most(1.05, figure("quota_" + rate, std::move(title), name, std::move(due))));
        }
        if (name.starts_with("view dashboard "))
            figures.push_back(at_most(100, figure(kind, kind.substr(5) + ": ms", name)));
        else if (name.starts_with("view finding_as_of "))
            figures.push_back(at_most(1000, figure(kind, kind.substr(5) + ": ms", name)));
        else if (name.starts_with("view "))
            figures.push_back(figure(kind, kind + ": ms", name));
    }
    return figures;
}

void fill(Figure& made, Series const& series) {
    auto const over = series.find(made.over);
    auto const under = series.find(made.under);
    if (over == series.end() || (!made.under.empty() && under == series.end()))
        return;
    auto pairs = over->second.size();
    if (!made.under.empty())
        pairs = std::min(pairs, under->second.size());
    for (std::size_t i = 0; i < pairs; ++i)
        made.values.push_back(over->second[i] / (made.under.empty() ? 1 : under->second[i]) / made.constant);
}

}  // namespace

bool Figure::is_ok() const {
    if (!budget)
        return true;
    return is_floor ? median(values) >= *budget : median(values) <= *budget;
}

std::vector<Figure> figures_of(Samples const& samples, std::uint64_t small, std::uint64_t large) {
    auto const series = samples.read();
    std::vector<Figure> figures;
    for (auto const& group : {first_load(small), first_load(large), sweeps(small), parser(small),
                              std::vector<Figure>{growth(small / 10, small), growth(small, large)},
                              large_sweeps(large), quotas_and_views(series)})
        figures.insert(figures.end(), group.begin(), group.end());
    for (auto& made : figures)
        fill(made, series);
    std::erase_if(figures, [](Figure const& made) { return made.values.empty(); });
    return figures;
}

}  // namespace sasyncd::bench
