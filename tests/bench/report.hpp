#pragma once

#include "bench/figures.hpp"

#include <map>

namespace sasyncd::bench {

/// Prints the table: median, least and most of each figure, its budget and whether the median keeps it.
void print_table(std::vector<Figure> const& figures, Samples const& samples);

/// The same as JSON, with every sample, and `facts` of the machine and the server.
void write_json(std::string const& path, std::vector<Figure> const& figures, Samples const& samples,
                std::map<std::string, std::string> const& facts);

/// The server's version and those of its settings that bear on the figures.
[[nodiscard]] std::map<std::string, std::string> facts_of_machine();

}  // namespace sasyncd::bench
