#pragma once

#include "bench/samples.hpp"

#include <cstdint>
#include <string>

namespace sasyncd::bench {

/// Where a benchmark finds its page files and leaves its samples, and how many rows it is about. Each is one
/// run in a process of its own; measure.sh repeats and interleaves them.
struct Bench {
    std::string directory;
    std::uint64_t rows = 0;

    [[nodiscard]] std::string page_file(std::string const& variant) const {
        return directory + "/" + std::to_string(rows) + "." + variant;
    }
    [[nodiscard]] std::string database() const { return "bench_" + std::to_string(rows); }
    void add(std::string const& series, double value) const {
        Samples(directory + "/samples").add(series + "/" + std::to_string(rows), value);
    }
};

/// Makes the page files: of the base variant, and of the others if `all_variants`.
void make_pages(Bench const& bench, bool all_variants);

/// first_load, …: the first sweep into a database that is made for it and stays.
void measure_first_load(Bench const& bench);
/// Writes the rows of that database to files of the server, for `measure_copy`.
void dump_rows(Bench const& bench);
/// copy: these rows by COPY into empty tables with the same indexes, in one transaction.
void measure_copy(Bench const& bench);
/// `series`, unchanged_wal, …: sweeps that find nothing new, after a first such one.
void measure_unchanged(Bench const& bench, std::string const& series);
/// changed: a sweep that finds 1 % of the rows changed.
void measure_changed(Bench const& bench);
/// rescanned, rescanned_hot: a sweep that finds all rows scanned again.
void measure_rescanned(Bench const& bench);

/// parser, parser_touch, parser_read: all pages through our parser, and through simdjson alone.
void measure_parser(Bench const& bench);
/// quota_wall, quota_due: sweeps over an API that takes 200 ms to answer and allows 5 or 15 calls a second.
void measure_quota(Bench const& bench);
/// view …: questions of dashboards, each several times.
void measure_views(Bench const& bench, std::string const& questions_file);

}  // namespace sasyncd::bench
