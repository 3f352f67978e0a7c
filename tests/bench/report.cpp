#include "bench/report.hpp"

#include "bench/server.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <fstream>
#include <stdexcept>
#include <thread>

namespace sasyncd::bench {

namespace {

std::string budget_text(Figure const& figure) {
    return figure.budget ? fmt::format("{} {:g}", figure.is_floor ? "≥" : "≤", *figure.budget) : "";
}

std::string verdict(Figure const& figure) {
    return !figure.budget ? "" : figure.is_ok() ? "ok" : "short";
}

/// Three digits that tell something.
std::string digits(double value) {
    return value >= 100 ? fmt::format("{:.0f}", value) : fmt::format("{:.3g}", value);
}

/// The medians that a ratio is made of.
std::string sides(Figure const& figure, std::map<std::string, std::vector<double>> const& series) {
    auto const over = median(series.at(figure.over));
    if (figure.id.starts_with("memory"))
        return fmt::format("{:.1f} MiB", over / 1024 / 1024);
    if (figure.under.empty())
        return "";
    return fmt::format("{:.3g} s : {:.3g} s", over, median(series.at(figure.under)));
}

std::string quoted(std::string_view text) {
    std::string out = "\"";
    for (char const c : text) {
        if (c == '"' || c == '\\')
            out += '\\';
        out += c;
    }
    return out + '"';
}

std::string json_of(Figure const& figure) {
    auto const [least, most] = std::minmax_element(figure.values.begin(), figure.values.end());
    auto json = fmt::format(R"({{"id":{},"title":{},"median":{},"min":{},"max":{},"samples":[{}])",
                            quoted(figure.id), quoted(figure.title), median(figure.values), *least, *most,
                            fmt::join(figure.values, ","));
    if (figure.budget)
        json += fmt::format(R"(,"budget":{},"budget_is":{},"ok":{})", *figure.budget,
                            quoted(figure.is_floor ? "least" : "most"), figure.is_ok());
    return json + '}';
}

}  // namespace

void print_table(std::vector<Figure> const& figures, Samples const& samples) {
    auto const series = samples.read();
    std::size_t width = 0;
    for (auto const& figure : figures)
        width = std::max(width, figure.title.size());
    fmt::print("\n{:<{}}  {:>7} {:>7} {:>7} {:>3}  {:<7} {:<5}  {}\n", "", width, "median", "min", "max", "n",
               "budget", "", "medians of both sides");
    for (auto const& figure : figures) {
        auto const [least, most] = std::minmax_element(figure.values.begin(), figure.values.end());
        fmt::print("{:<{}}  {:>7} {:>7} {:>7} {:>3}  {:<7} {:<5}  {}\n", figure.title, width,
                   digits(median(figure.values)), digits(*least), digits(*most), figure.values.size(),
                   budget_text(figure), verdict(figure), sides(figure, series));
    }
}

void write_json(std::string const& path, std::vector<Figure> const& figures, Samples const& samples,
                std::map<std::string, std::string> const& facts) {
    std::vector<std::string> lines;
    std::vector<std::string> machine;
    std::vector<std::string> raw;
    for (auto const& figure : figures)
        lines.push_back(json_of(figure));
    for (auto const& [name, value] : facts)
        machine.push_back(quoted(name) + ':' + quoted(value));
    for (auto const& [name, values] : samples.read())
        raw.push_back(fmt::format("{}:[{}]", quoted(name), fmt::join(values, ",")));
    std::ofstream out(path);
    out << fmt::format("{{\"machine\":{{{}}},\n\"figures\":[\n{}\n],\n\"series\":{{\n{}\n}}}}\n",
                       fmt::join(machine, ","), fmt::join(lines, ",\n"), fmt::join(raw, ",\n"));
    if (!out.flush())
        throw std::runtime_error("cannot write " + path);
}

std::map<std::string, std::string> facts_of_machine() {
    std::map<std::string, std::string> facts;
    facts["cores"] = std::to_string(std::thread::hardware_concurrency());
    ServerSession server("postgres");
    for (std::string const name : {"server_version", "fsync", "synchronous_commit", "full_page_writes",
                                   "autovacuum", "shared_buffers", "max_wal_size", "checkpoint_timeout"})
        facts[name] = server.text("SHOW " + name);
    return facts;
}

}  // namespace sasyncd::bench
