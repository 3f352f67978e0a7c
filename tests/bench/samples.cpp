#include "bench/samples.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <stdexcept>

namespace sasyncd::bench {

void Samples::add(std::string const& series, double value) const {
    std::ofstream out(path_, std::ios::app);
    out << series << '\t' << fmt::format("{}", value) << '\n';
    if (!out.flush())
        throw std::runtime_error("cannot write " + path_);
    fmt::print("  {:<32} {:.4g}\n", series, value);
    std::fflush(stdout);
}

std::map<std::string, std::vector<double>> Samples::read() const {
    std::ifstream in(path_);
    std::map<std::string, std::vector<double>> series;
    std::string name;
    std::string value;
    while (std::getline(in, name, '\t') && std::getline(in, value))
        series[name].push_back(std::stod(value));
    return series;
}

double median(std::vector<double> values) {
    std::sort(values.begin(), values.end());
    auto const middle = values.size() / 2;
    return values.size() % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
}

}  // namespace sasyncd::bench
