#include "bench/benchmarks.hpp"
#include "bench/report.hpp"

#include <cstdio>
#include <exception>
#include <functional>

namespace {

using namespace sasyncd::bench;

constexpr char kUsage[] =
    "usage: sasyncd_bench "
    "pages|all-pages|first-load|dump|copy|unchanged|growth|changed|rescanned|parser|quota "
    "DIRECTORY ROWS\n"
    "       sasyncd_bench views DIRECTORY ROWS QUESTIONS.SQL\n"
    "       sasyncd_bench report DIRECTORY SMALL LARGE FILE.JSON\n"
    "One benchmark, once; run.sh runs them all. The server is the one that libpq's environment names.\n";

std::map<std::string, std::function<void(Bench const&)>> const kBenchmarks = {
    {"pages", [](Bench const& bench) { make_pages(bench, false); }},
    {"all-pages", [](Bench const& bench) { make_pages(bench, true); }},
    {"first-load", measure_first_load},
    {"dump", dump_rows},
    {"copy", measure_copy},
    {"unchanged", [](Bench const& bench) { measure_unchanged(bench, "unchanged"); }},
    {"growth", [](Bench const& bench) { measure_unchanged(bench, "growth"); }},
    {"changed", measure_changed},
    {"rescanned", measure_rescanned},
    {"parser", measure_parser},
    {"quota", measure_quota},
};

constexpr int kShort = 3;  // no exit status of the tools that measure.sh calls

/// Exit status: 0 where every budget is kept, else kShort.
int report(std::string const& directory, std::uint64_t small, std::uint64_t large, std::string const& json) {
    Samples const samples(directory + "/samples");
    auto const figures = figures_of(samples, small, large);
    print_table(figures, samples);
    write_json(json, figures, samples, facts_of_machine());
    for (auto const& figure : figures)
        if (!figure.is_ok())
            return kShort;
    return 0;
}

int run_command(std::vector<std::string> const& arguments) {
    if (arguments.size() < 3)
        return std::fputs(kUsage, stderr), 64;
    auto const& command = arguments[0];
    Bench bench;
    bench.directory = arguments[1];
    bench.rows = std::stoull(arguments[2]);
    if (command == "report" && arguments.size() == 5)
        return report(bench.directory, bench.rows, std::stoull(arguments[3]), arguments[4]);
    if (command == "views" && arguments.size() == 4)
        return measure_views(bench, arguments[3]), 0;
    auto const found = kBenchmarks.find(command);
    if (found == kBenchmarks.end() || arguments.size() != 3)
        return std::fputs(kUsage, stderr), 64;
    found->second(bench);
    return 0;
}

}  // namespace

int main(int argc, char** argv) {
    try {
        return run_command({argv + 1, argv + argc});
    } catch (std::exception const& error) {
        std::fprintf(stderr, "sasyncd_bench: %s\n", error.what());
        return 70;
    }
}
