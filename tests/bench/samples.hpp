#pragma once

#include <map>
#include <string>
#include <vector>

namespace sasyncd::bench {

/// What was measured so far, series by series ("first_load/1000", in seconds), in a file that every run adds
/// to.
class Samples {
public:
    explicit Samples(std::string path) : path_(std::move(path)) {}

    void add(std::string const& series, double value) const;
    [[nodiscard]] std::map<std::string, std::vector<double>> read() const;

private:
    std::string path_;
};

/// Of at least one value.
[[nodiscard]] double median(std::vector<double> values);

}  // namespace sasyncd::bench
